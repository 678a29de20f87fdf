"""What the outline reader is unsure of, in sentences for the person who added the document."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.schema import Ranges, Section, collapse
from ingest.furniture import Furniture
from ingest.statements import Statement

_NAMED = re.compile(r"\b(Mission|Management)\s+(Goal|Objective)\s+(\d{1,2}(?:\.\d{1,2})?)(?!\w|\.\d)", re.IGNORECASE)
_PREFIXES = {
    ("mission", "goal"): "MG", ("mission", "objective"): "MO",
    ("management", "goal"): "MgG", ("management", "objective"): "MgO",
}  # fmt: skip
# A title is a sentence; much more is likely to be its text too.
TITLE_MAX = 320
SHOWN = 8


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of a text is in no passage, on purpose."""

    contents: Ranges
    furniture: Sequence[Furniture]
    empty: Ranges
    """Headings without a text of their own."""
    has_opening: bool
    """A text stands before the first heading; that one is kept."""

    def intervals(self) -> list[tuple[int, int]]:
        """Return all of it as intervals of the source text."""
        return [*self.contents, *self.empty, *((piece.start, piece.end) for piece in self.furniture)]


def remarks(
    reader: str,
    statements: Sequence[Statement],
    sections: Sequence[Section],
    source: str,
    is_flat: bool,
    left_out: LeftOut,
) -> tuple[str, ...]:
    """Return what a person should check."""
    contents, furniture = left_out.contents, left_out.furniture
    found = []
    if reader == "strategy":
        found += _of_strategy(statements, sections, source)
    elif reader == "paragraphs":
        found.append("No goals, objectives or headings were found: paragraphs are grouped under § 1, § 2 and so on.")
    else:
        found.append("No goals and objectives were found: the document's headings became the places (§).")
    if is_flat:
        found.append(
            "The text has lost its line ends: headings were found inside running text, so check where titles end."
        )
    if left_out.has_opening:
        found.append("Text before the first heading is kept under § 0.")
    if contents:
        lines = sum(source[start:end].count("\n") + 1 for start, end in contents)
        found.append(f"A table of contents was left out ({lines} {'line' if lines == 1 else 'lines'}).")
    heads = Counter(
        " ".join(source[piece.start : piece.end].split()) for piece in furniture if not piece.is_page_number
    )
    if heads:
        found.append(f"Left out of the text as page furniture: {_list(f'“{text}”' for text in heads)}.")
    if left_out.empty:
        empty = dict.fromkeys(f"“{collapse(source[start:end])}”" for start, end in left_out.empty)
        found.append(f"Headings without a text of their own are no places: {_list(empty)}.")
    return tuple(found)


def of_lost(source: str, lost: Ranges) -> tuple[str, ...]:
    """Return the remark on words that came to stand nowhere; none where there are none."""
    texts = [f"“{text[:60]}”" for start, end in lost if (text := collapse(source[start:end]))]
    return (f"In no section, so never found: {_list(texts)}.",) if texts else ()


def _of_strategy(statements: Sequence[Statement], sections: Sequence[Section], source: str) -> list[str]:
    refs = {section.ref for section in sections}
    detailed = {s.ref for s in sections if any(p.part not in ("Title", "Framework") for p in s.passages)}
    named = {s.ref for s in sections if s.kind not in ("section", "about")}
    bare = [s.ref for s in sections if s.ref in named - detailed]
    # A goal whose objectives are stated says enough.
    twice = [
        ref for ref, n in Counter(s.ref for s in statements if s.is_detailed and s.kind != "section").items() if n > 1
    ]
    owners = dict.fromkeys(s.parent for s in statements if s.parent and s.parent not in refs)
    prose = dict.fromkeys(ref for ref in _mentioned(source) if ref not in refs)
    return [
        sentence.format(_list(found))
        for sentence, found in (
            ("Missing in the numbering: {}.", _gaps(refs)),
            ("No text of its own was found for {}.", bare),
            ("Stated with a text more than once: {}.", twice),
            ("Objectives stand under goals that are not stated: {}.", list(owners)),
            ("Named in sentences, but without a heading: {}.", list(prose)),
            (
                "Without a number in the document, so counted: {}.",
                dict.fromkeys(s.ref for s in statements if s.is_counted),
            ),
            (
                "The title is long and may hold text: {}.",
                [s.ref for s in sections if s.ref in named and len(s.title) > TITLE_MAX],
            ),
            ("No title was found for {}.", [s.ref for s in sections if s.ref in named and not s.title]),
        )
        if found
    ]


def _gaps(refs: set[str]) -> list[str]:
    """Return the refs that the numbering skips: MO 1.2 between 1.1 and 1.3, MO 2.1 where 2.2 is the first."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for ref in refs:
        prefix, _, number = ref.partition(" ")
        if prefix in _PREFIXES.values():
            stem, dot, last = number.rpartition(".")
            numbers[f"{prefix} {stem}{dot}"].add(int(last))
    return [f"{stem}{n}" for stem in sorted(numbers) for n in range(1, max(numbers[stem])) if n not in numbers[stem]]


def _mentioned(source: str) -> list[str]:
    return [
        f"{_PREFIXES[m[1].lower(), m[2].lower()]} {m[3]}"
        for m in _NAMED.finditer(source)
        if ("." in m[3]) <= (m[2].lower() == "objective")
    ]


def _list(found: Iterable[str]) -> str:
    items = list(found)
    more = f" and {len(items) - SHOWN} more" if len(items) > SHOWN else ""
    return ", ".join(items[:SHOWN]) + more
