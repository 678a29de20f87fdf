"""A check as the alignment/1 record that `strategy check --json` prints."""

from assistant.aligning.recording import SCHEMA, cable_record
from assistant.cables.admitting import highest
from assistant.clearing.check import Change, Check, JudgedClaim, Wording
from assistant.records import Record


def check_record(check: Check, id: str | int | None = None) -> Record:
    """Return the alignment/1 record of a check. It quotes the draft: it is as sensitive as the draft is."""
    cable = check.cable
    mark = highest(cable)
    record: Record = {
        "schema": SCHEMA,
        "id": id,
        "cable": {
            "subject": cable.subject,
            "date": cable.date,
            "markings": list(dict.fromkeys(each.mark for each in cable.markings)),
            "highest": mark.mark if mark else None,
            "tags": list(cable.tags),
            "captions": list(cable.captions),
            "references": [reference.text for reference in cable.references],
            "mrn": cable.mrn,
            "from": cable.from_,
            "sha256": check.sha256,
        },
        **cable_record(cable, check.alignment),
        "claims": [_claim(each) for each in check.claims],
        "findings": [
            {"severity": f.severity, "code": f.code, "paragraph": f.paragraph, "message": f.message}
            for f in check.findings
        ],
        "suggested_wording": [_wording(each) for each in check.wordings],
        "decisions": [
            {"paragraph": each.paragraph, "ref": each.ref, "decision": each.decision} for each in check.decisions
        ],
        "document": check.alignment.document,
        "index": {"generation": check.generation},
    }
    if check.changes:
        record["changes"] = [_change(each) for each in check.changes]
    return record


def _claim(each: JudgedClaim) -> Record:
    claim = each.claim
    return {
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "ref": each.ref,
        "status": str(each.status),
        "suggestion": each.suggestion,
        "plan": str(claim.plan),
        "title": claim.title,
        "paragraph": claim.paragraph,
        "reason": each.reason,
        "support": each.support,
    }


def _wording(each: Wording) -> Record:
    return {
        "paragraph": each.paragraph,
        "marking": each.marking,
        "ref": each.ref,
        "kind": each.kind,
        "start": each.start,
        "end": each.end,
        "words": each.words,
        "before": each.before,
        "after": each.after,
        "score_before": each.score_before,
        "score_after": each.score_after,
    }


def _change(each: Change) -> Record:
    return {"paragraph": each.paragraph, "old": each.old, "change": each.change, "message": each.message}
