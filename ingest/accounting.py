"""Whether every word of a text came to stand somewhere: in a passage, or among what was left out on purpose."""

import re
from collections.abc import Iterable

from assistant.schema import Ranges, Section, collapse
from ingest.labels import label_at
from ingest.lines import kept, union

# What numbers, bullets and markers leave behind is no word.
_WORD = re.compile(r"[^\W\d_]{3,}|\d{3,}")


def unclaimed(
    source: str, sections: Iterable[Section], left_out: Iterable[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Return the intervals of `source` with words that are in no passage and not in `left_out`, labels aside."""
    passages: list[tuple[int, int]] = [span for s in sections for passage in s.passages for span in passage.ranges]
    rest: Ranges = kept(0, len(source), union([*passages, *left_out]))
    found = []
    for start, end in rest:
        for match in re.finditer(r"\S[^\n\r\f]*", source[start:end]):
            text = collapse(match.group())
            label = label_at(text)
            if _WORD.search(text[label.end :] if label else text):
                found.append((start + match.start(), start + match.start() + len(match.group().rstrip())))
    return tuple(found)
