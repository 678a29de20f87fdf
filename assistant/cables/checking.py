"""Claims compared with what exists: the place, its title, whose plan it is and of which years.

Whether the paragraph carries its claim is not judged here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.cables.cable import CheckedClaim, Claim, ClaimStatus, Plan
from assistant.cables.places import country_named
from assistant.cables.tables import read_table
from assistant.cables.titling import Titles
from assistant.schema import Section

# A title belongs elsewhere where another place has most of its words and clearly more than the one that is named.
_MOST, _CLEARLY = 0.5, 0.3
_HARDLY = 0.25
_CALLED = {
    Plan.STRATEGY: "the strategy",
    Plan.CDCS: "the CDCS",
    Plan.JSP: "the JSP",
    Plan.NSS: "the NSS",
    Plan.JRS: "the JRS",
}
_CDCS_REPLACED = "2020-05-20"
_PARTS = re.compile(r"([A-Za-z ]+?)\s*(?:DO)?(\d+)(?:\.(\d+))?$")


def check_claims(
    claims: Iterable[Claim],
    sections: Sequence[Section],
    home: str,
    period: str | None = None,
    written: str | None = None,
) -> tuple[CheckedClaim, ...]:
    """Return each claim with what was found. `sections` are the strategy's, and those of plans beside it if at hand.

    `home` is the post ("peru"), `period` the strategy's years, `written` the draft's ISO date. Never `UNSUPPORTED`.
    """
    places = {plan: _places(plan, sections) for plan in Plan}
    return tuple(_check(claim, places[claim.plan], home, period, written) for claim in claims)


def nearest_ref(ref: str, known: Iterable[str]) -> str | None:
    """Return the place of the same kind whose number is nearest to that of `ref`: `MO 2.2` for `MO 2.4`."""
    wanted = _parts(ref)
    fitting = [(other, parts) for other in known if (parts := _parts(other)) and wanted and parts[0] == wanted[0]]
    if not fitting or wanted is None:
        return None
    first, second = wanted[1], wanted[2]
    return min(fitting, key=lambda each: (abs(each[1][1] - first), abs(each[1][2] - second), each[0]))[0]


def _places(plan: Plan, sections: Sequence[Section]) -> Mapping[str, tuple[str, ...]]:
    """Return ref to titles of a plan: from its sections, else from the table of plans."""
    if plan is Plan.STRATEGY:
        kinds = ("MG ", "MO ", "MgO ", "MgG ", "CoM")
        return {s.ref: (s.title, *s.other_titles) for s in sections if s.ref.startswith(kinds)}
    start = f"{plan.value.upper()} "
    found = {s.ref: (s.title, *s.other_titles) for s in sections if s.ref.startswith(start)}
    return found or {ref: (title,) for ref, title in read_table("plans.tsv") if ref.startswith(start)}


def _check(
    claim: Claim, places: Mapping[str, tuple[str, ...]], home: str, period: str | None, written: str | None
) -> CheckedClaim:
    if other := _other_plan(claim, places, home, period):
        return CheckedClaim(claim, claim.refs[0] if claim.refs else None, ClaimStatus.OTHER_PLAN, None, other)
    likeness = Titles((ref, title) for ref, titles in places.items() for title in titles).likeness(claim.title or "")
    best = max(likeness, key=lambda ref: (likeness[ref], ref), default=None) if claim.title else None
    fits = best if best and likeness[best] >= _MOST else None
    if not claim.refs:
        ref = _exact(claim, places) or fits
        return CheckedClaim(claim, ref, ClaimStatus.OK, None, f"The words are the title of {ref}.")
    existing = [ref for ref in claim.refs if ref in places]
    if len(claim.refs) > 1 and existing == [claim.refs[-1]]:
        # "Objective 3" where there is a Goal 3 and no Management Objective 3.
        existing = []
    if not existing:
        named = claim.refs[0]
        known = ", ".join(ref for ref in places if ref.split()[0] == named.split()[0]) or ", ".join(places)
        suggestion = fits or next((n for ref in claim.refs if (n := claim_nearest(ref, places))), None)
        reason = f"{_CALLED[claim.plan][0].upper()}{_CALLED[claim.plan][1:]} has no {named}; it has {known}."
        return CheckedClaim(claim, named, ClaimStatus.NO_SUCH_REFERENCE, suggestion, reason)
    ref = max(existing, key=lambda each: (likeness.get(each, 0.0), -existing.index(each)))
    own = likeness.get(ref, 0.0)
    if claim.title and best and best != ref and _misfits(claim, ref, best, own, likeness[best]):
        reason = f"{ref} is “{places[ref][0]}”; the words in the draft fit {best}."
        return CheckedClaim(claim, ref, ClaimStatus.TITLE_MISMATCH, best, reason)
    if claim.title and claim.is_title and own < _HARDLY:
        return CheckedClaim(claim, ref, ClaimStatus.TITLE_MISMATCH, ref, f"{ref} is “{places[ref][0]}”.")
    note = ""
    if claim.plan is Plan.CDCS and (written or "") >= _CDCS_REPLACED:
        note = " The draft is dated after May 20, 2020, when another CDCS replaced that of 2012-2016: check the number."
    return CheckedClaim(claim, ref, ClaimStatus.OK, None, f"{ref} is “{places[ref][0]}”.{note}")


def claim_nearest(ref: str, places: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the nearest place that exists: that very place, or the one of its kind with the nearest number."""
    return ref if ref in places else nearest_ref(ref, places)


def _other_plan(claim: Claim, places: Mapping[str, tuple[str, ...]], home: str, period: str | None) -> str | None:
    own = country_named(home) or home
    if claim.owner and claim.owner.lower() != own.lower():
        return f"The draft names a place in the strategy for {claim.owner}, not for {own}."
    if claim.period and claim.plan is Plan.STRATEGY and period and not _overlaps(claim.period, period):
        return f"The draft names a strategy of {claim.period}; the one at hand covers {period}."
    if not places:
        return f"No text of {_CALLED[claim.plan]} is at hand, so this cannot be checked."
    return None


def _overlaps(named: str, period: str) -> bool:
    """Does a year of publication, or a span of years, fit a strategy's period?"""
    years, span = (
        [int(year) for year in re.findall(r"\d{4}", named)],
        [int(year) for year in re.findall(r"\d{4}", period)],
    )
    if len(span) < 2:
        return True
    return years == span if len(years) > 1 else span[0] <= years[0] <= span[1]


def _misfits(claim: Claim, ref: str, best: str, own: float, other: float) -> bool:
    if other < _MOST or other - own < _CLEARLY:
        return False
    # A gloss may speak of a goal's objective, or of an objective's goal.
    a, b = _parts(ref), _parts(best)
    related = a is not None and b is not None and a[1] == b[1] and {a[0], b[0]} == {"MG", "MO"}
    return claim.is_title or not related


def _exact(claim: Claim, places: Mapping[str, tuple[str, ...]]) -> str | None:
    found = Titles((ref, title) for ref, titles in places.items() for title in titles).find(claim.title or "")
    return found[0].ref if found else None


def _parts(ref: str) -> tuple[str, int, int] | None:
    match = _PARTS.match(ref)
    return (match.group(1).strip(), int(match.group(2)), int(match.group(3) or 0)) if match else None
