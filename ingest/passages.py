"""Blocks to passages that the embedding model can read whole, each knowing its sentences."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.reading import collapse_with_offsets, ranges_within, split_sentences
from assistant.schema import Passage, Ranges, Sentence, reading_of

# The model reads 256 word pieces; the rest is for the section's title, which is embedded with the passage.
PASSAGE_PIECES = 190


@dataclass(frozen=True, slots=True)
class Part:
    """A block that belongs to a section, before it is cut."""

    label: str
    ranges: Ranges
    is_whole: bool
    """Quoted as one sentence: a title or a footnote."""
    sentences: tuple[Sentence, ...] = ()
    """Where the text comes with its own sentences, these."""


def cut_passages(
    source: str, document: str, ref: str, parts: tuple[Part, ...], count: Callable[[str], int]
) -> tuple[Passage, ...]:
    """Return the passages of one section in the order of `parts`, none over PASSAGE_PIECES by `count`.

    A single sentence over the limit stays whole: it is better embedded short than quoted in halves.
    """
    passages: list[Passage] = []
    for part in parts:
        sentences = list(part.sentences) or sentences_of(source, part)
        for group in _group(sentences, count):
            ranges = ranges_within(part.ranges, group[0].ranges[0][0], group[-1].ranges[-1][1])
            passages.append(
                Passage(
                    id=f"{document}/{ref}/{len(passages) + 1:02d}",
                    document=document,
                    ref=ref,
                    part=part.label,
                    text=reading_of(source, ranges),
                    ranges=ranges,
                    sentences=tuple(group),
                )
            )
    return tuple(passages)


def sentences_of(source: str, part: Part) -> list[Sentence]:
    """Return the sentences of a part, each with exact ranges into `source`."""
    text, offsets = collapse_with_offsets(source, part.ranges)
    spans = [(0, len(text))] if part.is_whole else split_sentences(text)
    sentences = []
    for start, end in spans:
        ranges = ranges_within(part.ranges, offsets[start], offsets[end - 1] + 1)
        sentences.append(Sentence(reading_of(source, ranges), ranges))
    return sentences


def _group(sentences: list[Sentence], count: Callable[[str], int]) -> list[list[Sentence]]:
    """Cut a paragraph into as few passages as fit, of about equal length."""
    sizes = [count(sentence.text) for sentence in sentences]
    total = sum(sizes)
    pieces = -(-total // PASSAGE_PIECES)
    while True:
        starts = _balanced(sizes, total / pieces)
        groups = list(zip(starts, [*starts[1:], len(sentences)], strict=True))
        over = sum(end - start > 1 and sum(sizes[start:end]) > PASSAGE_PIECES for start, end in groups)
        if not over or pieces >= len(sentences):
            return [sentences[start:end] for start, end in groups]
        # A long text has many groups: where many are too large, one more would not do.
        pieces += max(1, over // 10)


def _balanced(sizes: list[int], target: float) -> list[int]:
    """Return where groups of about `target` start."""
    starts = [0]
    filled = 0.0
    for index, size in enumerate(sizes):
        # A sentence goes to the group that holds the larger part of it.
        if index > starts[-1] and filled + size / 2 > target * len(starts):
            starts.append(index)
        filled += size
    return starts
