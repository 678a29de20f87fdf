"""What reporting is about, true for any mission: themes with the ways in which drafters speak of them, and their cues."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.folding import fold

OTHER = "other/"
"""How the names of themes begin that strategies do not carry."""

# A short cue is a word of its own; a longer one may go on ("eradicat" is in "eradication").
_WHOLE_WORD = 4

_HEAD = re.compile(r"\[(.+?)\]\s*(.*)")


@dataclass(frozen=True, slots=True)
class Theme:
    """One thing that reporting is about."""

    name: str
    cues: tuple[str, ...]
    phrases: tuple[str, ...]

    @property
    def is_other(self) -> bool:
        return self.name.startswith(OTHER)


@cache
def themes() -> tuple[Theme, ...]:
    """Return the themes in the order of their file."""
    return tuple(_read(data_file("themes.txt").splitlines()))


def pattern_of(cues: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds cues in a folded text; None for no cue."""
    words = [
        rf"{re.escape(cue)}s?\b" if len(cue) <= _WHOLE_WORD else re.escape(cue)
        for cue in sorted({fold(cue) for cue in cues}, key=lambda cue: (-len(cue), cue))
    ]
    return re.compile(rf"\b(?:{'|'.join(words)})") if words else None


def data_file(name: str) -> str:
    """Return the text of a data file of this package."""
    return (files("assistant") / "aligning" / name).read_text(encoding="utf-8")


def _read(lines: Sequence[str]) -> Iterator[Theme]:
    name, cues, phrases = "", "", list[str]()
    for line in [*(line.strip() for line in lines), "[]"]:
        head = _HEAD.match(line)
        if head or line == "[]":
            if name:
                yield Theme(name, tuple(cue.strip() for cue in cues.split(",") if cue.strip()), tuple(phrases))
            name, cues = head.groups() if head else ("", "")
            phrases = []
        elif line and not line.startswith("#"):
            phrases.append(line)
