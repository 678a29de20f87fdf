"""How an answer came about: what was searched, what each channel found, and what decided. Plain values for `--explain`."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant.answering import Trace
from assistant.records import Record

if TYPE_CHECKING:
    from assistant.finding import Finding
    from assistant.understanding import Query

PASSAGES, SENTENCES = 10, 8
"""As many as tell why the best ones won."""


def explanation_record(trace: Trace) -> Record:
    """Return the explanation/1 record of an answer's trace."""
    return {
        "schema": "explanation/1",
        "standalone_question": trace.answer.standalone_question,
        "query": _query_record(trace.query) if trace.query else None,
        "outline": {"ask": trace.ask.ask.value, "refs": list(trace.ask.refs)} if trace.ask else None,
        "parts": [_finding_record(finding) for finding in trace.findings],
        "outcome": trace.answer.outcome.value,
        "reason": trace.answer.reason.value if trace.answer.reason else None,
        "confidence": trace.answer.confidence,
        "timings_ms": dict(trace.answer.timings_ms),
    }


def _query_record(query: "Query") -> Record:
    return {
        "text": query.text,
        "variants": list(query.variants),
        "language": query.language,
        "wanted": query.wanted.value,
        "places": [ref for mention in query.mentions for ref in mention.refs],
        "terms": [
            {"word": term.word, "also": sorted(term.others), "particular": term.is_particular} for term in query.terms
        ],
        "carried": [term.word for term in query.carried],
        "parts": list(query.parts),
    }


def _finding_record(finding: "Finding") -> Record:
    from assistant.deciding import FAR, contributions, is_far
    from assistant.matching import FEATURES

    signals = finding.signals
    chosen = {match.row for match in finding.chosen}
    readings = {
        match.passage.id: match.passage_reading for match in finding.matches if match.passage_reading is not None
    }
    return {
        "question": finding.query.text,
        "passages": [
            {
                "passage": hit.passage.id,
                "section": hit.passage.part,
                "score": round(hit.score, 5),
                "channels": dict(hit.channels),
                "reading": round(readings[hit.passage.id], 3) if hit.passage.id in readings else None,
            }
            for hit in finding.ranking[:PASSAGES]
        ],
        "sentences": [
            {
                "passage": match.passage.id,
                "text": match.sentence.text,
                "score": round(match.score, 3),
                "reading": None if match.reading is None else round(match.reading, 3),
                "chosen": match.row in chosen,
                "features": {
                    name: round(value, 3) for name, value in zip(FEATURES, match.features, strict=True) if value
                },
            }
            for match in finding.matches[:SENTENCES]
        ],
        "signals": {name: round(value, 3) for name, value in asdict(signals).items()} if signals else None,
        "log_odds": {name: round(value, 3) for name, value in contributions(signals, finding.fit).items()}
        if signals
        else None,
        "weights": dict(finding.fit.deciding),
        "most_if_far": FAR if signals and is_far(signals) else None,
        "threshold": finding.fit.threshold,
        "confidence": round(finding.decision.confidence, 4),
        "answers": finding.decision.reason is None,
    }
