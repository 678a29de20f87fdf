"""Chosen sentences to an answer's text, sentences and citations. Writes lead-ins, quotes, markers; nothing else."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from assistant import phrases
from assistant.citing import Source, cite
from assistant.matching import Match
from assistant.schema import AnswerSentence, Citation, Document, Section

# Kinds of section whose text is not a strategy's.
_VOICES = ("digest", "primer", "official")


@dataclass(frozen=True, slots=True)
class Block:
    """A lead-in and what it introduces."""

    lead: str
    sources: tuple[Source, ...]
    kind: str = "quote"
    """`quote` for sentences, `outline` for titles."""
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Composition:
    """The visible part of an answer; its fields are those of `Answer`."""

    text: str
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]

    def led_by(self, line: str) -> "Composition":
        """Return the composition with a line of our own words before it."""
        return Composition(
            f"{line}\n{self.text}", (AnswerSentence(line, "lead", None), *self.sentences), self.citations
        )

    def with_lines(self, lines: Iterable[str], kind: str = "lead") -> "Composition":
        """Return the composition with lines of our own words behind it."""
        added = tuple(lines)
        said = tuple(AnswerSentence(line, kind, None) for line in added)
        text = "\n".join([*([self.text] if self.text else []), *added])
        return Composition(text, (*self.sentences, *said), self.citations)


def compose(blocks: Iterable[Block], documents: Mapping[str, Document]) -> Composition:
    """Return blocks as text with markers, one citation for each quoted sentence, numbered in reading order."""
    lines: list[str] = []
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    for block in blocks:
        if block.lead:
            lines.append(block.lead)
            sentences.append(AnswerSentence(block.lead, "lead", None))
        pieces = []
        for source in block.sources:
            first = len(citations) + 1
            citations += [
                cite(each, documents[each.passage.document], label)
                for label, each in enumerate((source, *source.twins), start=first)
            ]
            quote = source.sentence.text
            labels = tuple(range(first, len(citations) + 1))
            sentences.append(AnswerSentence(quote, block.kind, "verbatim", labels))
            shown = quote if block.kind == "outline" else f"“{quote}”"
            pieces.append(" ".join([shown, *(f"[{label}]" for label in labels)]))
        if pieces:
            lines.append("\n".join(f"- {piece}" for piece in pieces) if block.is_list else " ".join(pieces))
    return Composition("\n".join(lines), tuple(sentences), tuple(citations))


def blocks_of(matches: Iterable[Match], language: str, called: Callable[[str], str]) -> tuple[Block, ...]:
    """Return one block for each place, in the order of the matches: "MO 2.2 (Justification) says:".

    `called` gives the name of a document where a place alone could be in another.
    """
    groups: dict[tuple[str, str, str], list[Source]] = {}
    for match in matches:
        place = (match.section.ref, match.passage.part, called(match.section.document))
        groups.setdefault(place, []).append(match.source)
    return tuple(
        Block(lead_of(sources[0].section, part, language, name="lead" if index == 0 else "also", of=of), tuple(sources))
        for index, ((_, part, of), sources) in enumerate(groups.items())
    )


def lead_of(section: Section, part: str, language: str, name: str = "lead", of: str = "") -> str:
    """Return the lead-in of what a section says; of a text beside the strategy it says whose words they are.

    `of` names another document, where that is needed.
    """
    is_beside = section.kind in _VOICES
    place = place_of(section.ref, part, language, "" if is_beside else of)
    return phrases.say(f"lead_{section.kind}" if is_beside else name, language, place=place)


def merge(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks without a sentence that an earlier one has, those of one lead-in together."""
    merged: dict[str, Block] = {}
    seen: set[str] = set()
    for block in blocks:
        sources = tuple(source for source in block.sources if source.sentence.text not in seen)
        seen.update(source.sentence.text for source in sources)
        if not sources:
            continue
        known = merged.get(block.lead)
        merged[block.lead] = (
            replace(known, sources=(*known.sources, *sources)) if known else replace(block, sources=sources)
        )
    return tuple(merged.values())


def place_of(ref: str, part: str, language: str, of: str = "") -> str:
    """Return how a place is named in a lead-in: "MO 2.2 (Justification)"; `of` names its document where that is needed."""
    name = phrases.long_name(ref, language)
    if part not in ("Text", "Title", "Framework"):
        name = phrases.say("place", language, ref=name, part=part)
    # A text without parts is called by its document's name already.
    return phrases.say("place_of", language, place=name, document=of) if of and of != ref else name
