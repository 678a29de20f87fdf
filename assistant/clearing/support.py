"""Whether a paragraph carries a place that it names: judged without the words that name it, which prove nothing."""

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.aligning import tagging
from assistant.aligning.aligner import Aligner
from assistant.aligning.alignment import CableAlignment, ParagraphAlignment
from assistant.cables.cable import Cable, Claim, Paragraph
from assistant.reading import collapse_with_offsets
from assistant.schema import Ranges

CARRIED = 0.25
"""The probability from which a claim counts as carried: lower than to name an objective unasked, as the drafter has."""


class Support:
    """One draft with the aligner that judged it. Keeps nothing beyond the check of that draft."""

    def __init__(self, aligner: Aligner, cable: Cable, alignment: CableAlignment) -> None:
        self._aligner = aligner
        self.cable = cable
        self.by_label = {paragraph.label: paragraph for paragraph in cable.paragraphs}
        self.judged = {paragraph.label: paragraph for paragraph in alignment.paragraphs}
        self._hinted = tagging.hints(cable.tags, aligner.objectives)
        self._elsewhere = aligner.is_other_mission(cable)
        self.children: dict[str, tuple[str, ...]] = {}
        for section in aligner.objectives.sections:
            if section.parent:
                self.children[section.parent] = (*self.children.get(section.parent, ()), section.ref)

    def is_judged(self, ref: str) -> bool:
        """Say whether `ref` is a place that paragraphs are measured against: an objective, or a goal by its own."""
        return ref in self._aligner.objectives.refs or ref in self.children

    def served(self, ref: str) -> tuple[str, ...]:
        """Return the objectives of a goal; of an objective, itself."""
        return self.children.get(ref, (ref,))

    def of_claim(self, claim: Claim, ref: str, others: tuple[Claim, ...]) -> float:
        """Return the probability that the claim's paragraph carries `ref` without the words of `others`, 0 to 1.

        A claim in the headers is carried by the paragraph that carries it best.
        """
        if claim.paragraph is None:
            return max((self._best(one, ref) for one in self.judged.values()), default=0.0)
        paragraph = self.by_label[claim.paragraph]
        spans = [
            span
            for other in others
            if other.paragraph == claim.paragraph
            for span in _words_of(other, self.cable, paragraph)
        ]
        return self._best(self._again(paragraph, _without(paragraph.ranges, spans)), ref)

    def with_text(self, paragraph: Paragraph, text: str, ref: str) -> float:
        """Return the probability of `ref` if the paragraph's reading text were `text`."""
        ranges: Ranges = ((0, len(text)),)
        changed = replace(paragraph, start=0, end=len(text), text=text, ranges=ranges)
        looked = self._aligner.paragraph(changed, text, self._hinted, self._elsewhere)
        return self._best(looked.result, ref)

    def _again(self, paragraph: Paragraph, ranges: Ranges) -> ParagraphAlignment | None:
        text, _ = collapse_with_offsets(self.cable.text, ranges)
        if not any(map(str.isalnum, text)):
            return None
        changed = replace(paragraph, text=text, ranges=ranges)
        return self._aligner.paragraph(changed, self.cable.text, self._hinted, self._elsewhere).result

    def _best(self, judged: ParagraphAlignment | None, ref: str) -> float:
        scores = dict(judged.scores) if judged else {}
        return max((scores.get(one, 0.0) for one in self.served(ref)), default=0.0)


def _words_of(claim: Claim, cable: Cable, paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """Yield where a claim stands in the draft, and its title where it gives one."""
    yield claim.start, claim.end
    if claim.title and claim.is_title:
        words = r"\s+".join(map(re.escape, claim.title.split()))
        for match in re.compile(words).finditer(cable.text, paragraph.start, paragraph.end):
            yield match.span()


def _without(ranges: Ranges, spans: list[tuple[int, int]]) -> Ranges:
    """Return `ranges` with the spans cut out."""
    for first, last in spans:
        pieces = []
        for start, end in ranges:
            pieces += [(start, min(end, first)), (max(start, last), end)]
        ranges = tuple((start, end) for start, end in pieces if start < end)
    return ranges
