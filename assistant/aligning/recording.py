"""An alignment as the record that `--json` prints: the paragraphs, coverage and findings of alignment/1."""

from assistant.aligning.alignment import Alignment, CableAlignment, ParagraphAlignment
from assistant.cables.cable import Cable
from assistant.records import Record

SCHEMA = "alignment/1"


def cable_record(cable: Cable, found: CableAlignment) -> Record:
    """Return what was found in a draft as a record, without claims, which are checked elsewhere."""
    by_label = {paragraph.label: paragraph for paragraph in cable.paragraphs}
    return {
        "paragraphs": [
            {
                **paragraph_record(one),
                "number": by_label[one.label].number,
                "marking": by_label[one.label].marking,
            }
            for one in found.paragraphs
        ],
        "coverage": {
            "refs": {ref: list(labels) for ref, labels in found.coverage.refs},
            "untouched": list(found.coverage.untouched),
            "weights": dict(found.coverage.weights),
            "elements": [
                {"ref": element.ref, "covered": list(element.covered), "missing": list(element.missing)}
                for element in found.coverage.elements
            ],
        },
        "findings": [
            {"severity": f.severity, "code": f.code, "paragraph": f.paragraph, "message": f.message}
            for f in found.findings
        ],
        "suggested_tags": list(found.suggested_tags),
        "unsupported_tags": list(found.unsupported_tags),
    }


def paragraph_record(paragraph: ParagraphAlignment) -> Record:
    """Return one judged paragraph as a record."""
    near = paragraph.nearest
    return {
        "label": paragraph.label,
        "start": paragraph.start,
        "end": paragraph.end,
        "role": paragraph.role,
        "verdict": paragraph.verdict,
        "alignments": [_alignment(alignment) for alignment in paragraph.alignments],
        "nearest": {"ref": near.ref, "score": round(near.score, 4), "code": near.code} if near else None,
        "why_none": near.why if near else None,
    }


def _alignment(alignment: Alignment) -> Record:
    draft, strategy = alignment.cable_quote, alignment.strategy_quote
    return {
        "ref": alignment.ref,
        "score": alignment.score,
        "strength": alignment.strength,
        "relation": alignment.relation,
        "relation_score": alignment.relation_score,
        "elements": list(alignment.elements),
        "ladder": list(alignment.ladder),
        "cable_quote": {
            "text": draft.text,
            "start": draft.start,
            "end": draft.end,
            "ranges": [list(span) for span in draft.ranges],
        },
        "strategy_quote": {
            "document": strategy.document,
            "ref": strategy.ref,
            "section": strategy.section,
            "text": strategy.quote,
            "ranges": [list(span) for span in strategy.ranges],
        },
    }
