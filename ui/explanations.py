"""An explanation in words, for the terminal and the page: what was searched, found, read and decided."""

from collections.abc import Mapping, Sequence
from typing import Any

_SIGNALS = {
    "reading": "the best sentence, as the reader sees it",
    "passage": "the best passage, as the reader sees it",
    "dense": "nearness of the best sentence",
    "support": "how far the evidence carries the question’s words",
    "lacking": "the kind of thing asked for is not there",
    "elsewhere": "another year, number, country or name",
    "astray": "hardly about the stated topic",
    "turned": "takes an end or a change for granted",
    "following": "a follow-up",
    "doubted": "how sure the reader is that it does not answer",
    "asked": "nearness of a question that the sentence is known to answer",
    "unanswered": "nearness of a question that is known to have no answer here",
}

Section = tuple[str, tuple[str, ...]]


def sections_of(record: Mapping[str, Any]) -> tuple[Section, ...]:
    """Return an explanation/1 record as headings with lines below them; plain text, not yet escaped."""
    sections = [("Understood as", _understood(record))]
    if record["outline"]:
        refs = ", ".join(record["outline"]["refs"]) or "the document itself"
        sections.append(("Answered from the outline", (f"{record['outline']['ask']}: {refs}",)))
    for part in record["parts"]:
        several = len(record["parts"]) > 1
        suffix = f" for “{part['question']}”" if several else ""
        sections += [
            (f"Passages found{suffix}", tuple(_passage(each) for each in part["passages"])),
            (f"Sentences weighed{suffix}", tuple(_sentence(each) for each in part["sentences"])),
            (f"Decision{suffix}", _decision(part)),
        ]
    return tuple(section for section in sections if section[1])


def _understood(record: Mapping[str, Any]) -> tuple[str, ...]:
    query = record["query"]
    if not query:
        return (record["standalone_question"],)
    lines = [record["standalone_question"]]
    if query["text"] != record["standalone_question"]:
        lines.append(f"searched as: {query['text']}")
    lines += [f"also as: {variant}" for variant in query["variants"] if variant != query["text"]]
    lines += _named("places named", query["places"])
    lines += _named("wanted", [query["wanted"]] if query["wanted"] != "anything" else [])
    lines += _named("words", [_term(term) for term in query["terms"]])
    lines += _named("from before", query["carried"])
    return tuple(lines)


def _named(name: str, values: Sequence[str]) -> list[str]:
    return [f"{name}: {', '.join(values)}"] if values else []


def _term(term: Mapping[str, Any]) -> str:
    also = f" ({'/'.join(term['also'])})" if term["also"] else ""
    return f"{term['word']}{also}{' – must match' if term['particular'] else ''}"


def _passage(passage: Mapping[str, Any]) -> str:
    channels = ", ".join(f"{name} rank {rank}" for name, rank in passage["channels"].items())
    return f"{passage['passage']}: {channels}"


def _sentence(sentence: Mapping[str, Any]) -> str:
    chosen = "quoted" if sentence["chosen"] else "not quoted"
    reading = "not read" if sentence["reading"] is None else f"reader {sentence['reading']:+.1f}"
    return f"{sentence['score']:.1f} ({reading}, {chosen}) {sentence['passage']}: {sentence['text']}"


def _decision(part: Mapping[str, Any]) -> tuple[str, ...]:
    verdict = "answers" if part["answers"] else "does not answer"
    first = f"{verdict}: confidence {part['confidence']:.2f}, at least {part['threshold']:.2f} is needed"
    odds = part["log_odds"] or {}
    signals = part["signals"] or {}
    return (
        first,
        *(
            f"{value:+.2f} {_SIGNALS.get(name, name)} ({signals[name]:.2f})"
            for name, value in sorted(odds.items(), key=lambda pair: -abs(pair[1]))
            if abs(value) >= 0.005
        ),
    )
