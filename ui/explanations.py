"""An explanation in words and tables, for the terminal and the page: what was searched, found, read and decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TITLE = "How this answer was made"

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
_CHANNELS = {
    "reference": "by place named",
    "lexical": "by words",
    "dense": "by meaning",
    "asked": "by question foreseen",
}

_UNDERSTOOD = "The question as it was searched."
_OUTLINE = (
    "The question asks for the strategy’s own structure, so the answer was read off its outline; nothing was searched."
)
_STOPPED = "The question was answered, or turned down, before anything was searched."
_PASSAGES = (
    "Each channel ranks the passages by itself: by the words in common, by nearness of meaning, by the place that the "
    "question names, by the nearest question that was foreseen for it. The ranks together give this order. The reader, a small trained model, then reads the best: "
    "above 0 it rather thinks that the passage answers the question."
)
_SENTENCES = (
    "Every sentence of these passages gets a score for how well it fits. The reader says of the best whether they "
    "hold the answer: above 0, rather yes. Those quoted are close enough to the best."
)
_DECISION = (
    "Each sign counts by its weight. Together they give the probability that the quoted sentences answer the question."
)
_NOTHING = "No sentence came near enough to be weighed."
_START = "to begin with"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their columns; the first cell of a row names it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One step, in plain text that is not yet escaped: what it does, what it gave."""

    heading: str
    words: str
    lines: tuple[str, ...] = ()
    table: Table | None = None


def parts_of(record: Mapping[str, Any]) -> tuple[Part, ...]:
    """Return an explanation/1 record as the steps that led to the answer."""
    parts = [Part("Understood as", _UNDERSTOOD, _understood(record))]
    if record["outline"]:
        refs = ", ".join(record["outline"]["refs"]) or "the document itself"
        parts.append(Part("Read off the outline", _OUTLINE, (f"{record['outline']['ask']}: {refs}",)))
    elif not record["parts"]:
        parts.append(Part("Not searched", _STOPPED))
    for found in record["parts"]:
        suffix = f" for “{found['question']}”" if len(record["parts"]) > 1 else ""
        if found["passages"]:
            parts.append(Part(f"Passages found{suffix}", _PASSAGES, table=_passages(found["passages"])))
        if found["sentences"]:
            parts.append(Part(f"Sentences weighed{suffix}", _SENTENCES, table=_sentences(found["sentences"])))
        parts.append(_decision(found, f"Decision{suffix}"))
    return tuple(parts)


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


def _passages(passages: Sequence[Mapping[str, Any]]) -> Table:
    used = [name for name in _CHANNELS if any(name in passage["channels"] for passage in passages)]
    rows = tuple(
        (
            f"{passage['passage']} ({passage['section']})",
            *(str(passage["channels"].get(name, "–")) for name in used),
            _reading(passage["reading"]),
        )
        for passage in passages
    )
    return Table(("Passage", *(f"Rank {_CHANNELS[name]}" for name in used), "Reader"), rows)


def _sentences(sentences: Sequence[Mapping[str, Any]]) -> Table:
    rows = tuple(
        (
            sentence["text"],
            sentence["passage"],
            f"{sentence['score']:.1f}",
            _reading(sentence["reading"]),
            "yes" if sentence["chosen"] else "no",
        )
        for sentence in sentences
    )
    return Table(("Sentence", "Passage", "Score", "Reader", "Chosen"), rows)


def _reading(value: float | None) -> str:
    return "not read" if value is None else f"{value:+.1f}"


def _decision(found: Mapping[str, Any], heading: str) -> Part:
    signals, weights, odds = found["signals"], found["weights"], found["log_odds"]
    if not signals:
        return Part(heading, _NOTHING)
    rows = [
        (
            _SIGNALS.get(name, name),
            f"{signals[name]:.2f}",
            f"{weights[name]:+.2f}",
            f"{value:+.2f}" if value else "nothing",
        )
        for name, value in sorted(odds.items(), key=lambda pair: -abs(pair[1]))
    ]
    table = Table(("Sign", "Value", "Weight", "Adds"), ((_START, "", "", f"{weights['bias']:+.2f}"), *rows))
    return Part(heading, _DECISION, _verdict(found), table)


def _verdict(found: Mapping[str, Any]) -> tuple[str, ...]:
    verdict = "good enough to be quoted" if found["answers"] else "not good enough to be quoted"
    lines = [f"probability {found['confidence']:.2f}, at least {found['threshold']:.2f} is needed: {verdict}"]
    if found["most_if_far"] is not None:
        lines.append(
            f"the sentences lie so far from the question that they count for {found['most_if_far']:.2f} at the most"
        )
    return tuple(lines)
