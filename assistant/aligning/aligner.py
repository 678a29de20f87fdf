"""A paragraph, and a whole cable, aligned with a strategy: measured, judged, paired, covered, noted."""

from collections.abc import Sequence
from functools import cached_property, lru_cache

from assistant.aligning import noting, tagging
from assistant.aligning.alignment import Alignment, CableAlignment, Finding, ParagraphAlignment
from assistant.aligning.covering import coverage
from assistant.aligning.judging import Judged, judge, nearest
from assistant.aligning.lamps import lit
from assistant.aligning.measuring import Measured, measure
from assistant.aligning.objectives import Objectives, strategy_of
from assistant.aligning.pairing import draft_quote, spoken_elements, strategy_quote
from assistant.aligning.relating import Stances, read_stances, relation_of, signs
from assistant.cables.cable import Cable, Paragraph, Role
from assistant.reading import collapse_with_offsets
from assistant.resources import Resources
from assistant.schema import Document, Ranges

# Opened strategies that are kept ready.
KEPT = 4
# Headers and several paragraphs name only another country: the cable is another mission's.
_OTHER_MISSION = 2


class Aligner:
    """One strategy, ready. Keeps nothing of the drafts; may be shared by threads."""

    def __init__(self, resources: Resources, document: Document) -> None:
        self.document = document
        self.objectives = Objectives(resources, document)

    @cached_property
    def stances(self) -> Stances:
        return read_stances(self.objectives.resources.index)

    def paragraph(
        self, paragraph: Paragraph, source: str, hinted: Sequence[bool] = (), elsewhere: bool = False
    ) -> "Looked":
        """Return one paragraph of a draft, judged."""
        text, offsets = collapse_with_offsets(source, paragraph.ranges)
        measured = measure(text, self.objectives, elsewhere)
        judged = judge(measured, self.objectives, hinted, elsewhere)
        alignments = self._alignments(measured, judged, paragraph, offsets)
        result = ParagraphAlignment(
            label=paragraph.label,
            start=paragraph.start,
            end=paragraph.end,
            role=str(paragraph.role),
            verdict=_verdict(alignments),
            alignments=alignments,
            nearest=None if alignments else nearest(judged, measured, self.objectives),
            scores=tuple(zip(self.objectives.refs, (round(score, 4) for score in judged.scores), strict=True)),
        )
        return Looked(result, measured)

    def cable(self, cable: Cable) -> CableAlignment:
        """Return a whole draft, judged. A text quoted in it is somebody else's and is judged as the rest is."""
        hinted = tagging.hints(cable.tags, self.objectives)
        elsewhere = self.is_other_mission(cable)
        looked = [
            self.paragraph(paragraph, cable.text, hinted, elsewhere) for paragraph in cable.paragraphs if paragraph.text
        ]
        paragraphs = tuple(one.result for one in looked)
        themes = self._themes(looked)
        return CableAlignment(
            document=self.document.id,
            paragraphs=paragraphs,
            coverage=coverage(paragraphs, self.objectives),
            findings=tuple(self._findings(cable, looked)),
            suggested_tags=tagging.suggested(cable.tags, themes),
            unsupported_tags=tagging.unsupported(cable.tags, themes),
        )

    def _alignments(
        self, measured: Measured, judged: Judged, paragraph: Paragraph, offsets: Sequence[int]
    ) -> tuple[Alignment, ...]:
        if not judged.named:
            return ()
        relation, sure = relation_of(signs(measured, self.stances))
        # What we ask for is meant to move something, also where it is told as a plain fact.
        if relation == "reports" and paragraph.role is Role.ACTION_REQUEST:
            relation = "advances"
        found: list[Alignment] = []
        for place in judged.named:
            objective = self.objectives.all[place]
            section = objective.section
            found.append(
                Alignment(
                    ref=section.ref,
                    score=round(judged.scores[place], 4),
                    strength="secondary" if found else "primary",
                    relation=relation,
                    relation_score=round(sure, 4),
                    elements=spoken_elements(measured.elements[place], objective),
                    cable_quote=draft_quote(measured, objective, self.objectives, offsets, paragraph.ranges),
                    strategy_quote=strategy_quote(measured, place, self.objectives),
                    ladder=(section.ref, *((section.parent,) if section.parent else ())),
                )
            )
        return tuple(found)

    def is_other_mission(self, cable: Cable) -> bool:
        """Say whether a cable comes from another mission and names no place of ours in headers or text."""
        heads = self.objectives.gazetteer.places(f"{cable.from_ or ''} {cable.mrn or ''} {cable.subject or ''}")
        if heads.home or not heads.abroad:
            return False
        body = self.objectives.gazetteer.places(" ".join(paragraph.text for paragraph in cable.paragraphs))
        return body.mentions >= _OTHER_MISSION * max(1, body.home) or not body.home

    def _themes(self, looked: "Sequence[Looked]") -> tuple[str, ...]:
        """Return the themes that the paragraphs speak of, those of the surest alignments first."""
        found: dict[str, float] = {}
        for one in looked:
            for alignment in one.result.alignments:
                place = self.objectives.refs.index(alignment.ref)
                for element in self.objectives.all[place].elements:
                    if element.name in alignment.elements:
                        for theme in element.themes:
                            found[theme] = max(found.get(theme, 0.0), alignment.score)
        return tuple(sorted(found, key=lambda theme: (-found[theme], theme)))

    def _findings(self, cable: Cable, looked: "Sequence[Looked]") -> list[Finding]:
        found = [noting.after_period(cable.date, self.document)]
        for one in looked:
            label = one.result.label
            near = one.result.nearest
            if near is not None and near.code == "other_mission":
                found.append(Finding("warning", "other_mission", label, near.why))
            for alignment in one.result.alignments:
                objective = self.objectives.all[self.objectives.refs.index(alignment.ref)]
                found += noting.differing_figures(label, one.measured, objective, self.objectives)
                if alignment.relation == "tension" and alignment.strength == "primary":
                    message = f"The paragraph tells of something that works against {alignment.ref}."
                    found.append(Finding("warning", "tension", label, message))
            found += [
                Finding("note", f"lamp_{name}", label, f"It touches {name}, which runs through all goals.")
                for name in lit(one.measured.text, self.objectives.lamps)
            ]
        return [finding for finding in found if finding is not None]


class Looked:
    """A judged paragraph with what was measured of it."""

    __slots__ = ("measured", "result")

    def __init__(self, result: ParagraphAlignment, measured: Measured) -> None:
        self.result = result
        self.measured = measured


def _verdict(alignments: Sequence[Alignment]) -> str:
    if not alignments:
        return "none"
    return "tension" if alignments[0].relation == "tension" else "aligned"


@lru_cache(maxsize=KEPT)
def aligner_of(resources: Resources) -> Aligner:
    """Return the aligner of the first document in sight; scope the resources for another. Raises ModelError."""
    return Aligner(resources, strategy_of(resources))


def align(paragraph_text: str, resources: Resources) -> ParagraphAlignment:
    """Return what one paragraph serves; offsets are those in `paragraph_text`."""
    ranges: Ranges = ((0, len(paragraph_text)),)
    text, _ = collapse_with_offsets(paragraph_text, ranges)
    plain = Paragraph("¶1", None, 0, len(paragraph_text), None, Role.BODY, text, ranges)
    return aligner_of(resources).paragraph(plain, paragraph_text).result


def align_cable(cable: Cable, resources: Resources) -> CableAlignment:
    """Return what a draft serves, paragraph by paragraph and as a whole."""
    return aligner_of(resources).cable(cable)


def supports(paragraph: ParagraphAlignment, ref: str, resources: Resources) -> float:
    """Return the probability that a paragraph carries a ref that it claims: an objective, or a goal by its objectives.

    0 for a place that is neither.
    """
    scores = dict(paragraph.scores)
    if ref in scores:
        return scores[ref]
    children = [section.ref for section in aligner_of(resources).objectives.sections if section.parent == ref]
    return max((scores[child] for child in children), default=0.0)
