"""The claims of a draft: compared with what exists, then with what their paragraphs carry."""

from collections.abc import Sequence

from assistant.cables.cable import Cable, CheckedClaim, Claim, ClaimStatus, Plan
from assistant.cables.checking import check_claims
from assistant.cables.claiming import find_claims
from assistant.clearing.check import JudgedClaim
from assistant.clearing.support import CARRIED, Support
from assistant.schema import Document, Section


def judge_claims(
    cable: Cable, sections: Sequence[Section], document: Document, home: str, support: Support
) -> tuple[JudgedClaim, ...]:
    """Return the claims of a draft in reading order. `sections`: those of the strategy and of texts beside it."""
    own = [s for s in sections if s.document == document.id and s.kind.endswith(("goal", "objective"))]
    found = find_claims(cable, own)
    checked = check_claims(found, sections, document.post or home, document.period, cable.date)
    return tuple(_judged(one, support, found) for one in checked)


def _judged(one: CheckedClaim, support: Support, found: tuple[Claim, ...]) -> JudgedClaim:
    claim, ref = one.claim, one.ref
    plain = JudgedClaim(claim, ref, one.status, one.suggestion, one.reason)
    if one.status is not ClaimStatus.OK or claim.plan is not Plan.STRATEGY or ref is None or not support.is_judged(ref):
        return plain
    value = round(support.of_claim(claim, ref, found), 4)
    if value >= CARRIED:
        return JudgedClaim(claim, ref, one.status, None, one.reason, value)
    judged = support.judged.get(claim.paragraph or "")
    better = next((a.ref for a in judged.alignments if a.ref not in support.served(ref)), None) if judged else None
    where = "No paragraph" if claim.paragraph is None else "Nothing else in the paragraph"
    reason = f"{where} shows {ref}." + (f" {better} comes nearer." if better else "")
    return JudgedClaim(claim, ref, ClaimStatus.UNSUPPORTED, better, reason, value)
