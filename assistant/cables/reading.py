"""A draft's text to a cable: marks first, then headers, pages, paragraphs and the end. Never fails on any text.

Pure: keeps nothing, writes nothing. Whoever reads a draft for a person asks `admitting.assert_allowed` next.
"""

from assistant.cables.cable import Cable
from assistant.cables.closing import find_block, find_signature, read_block
from assistant.cables.headers import Headers, addressees, read_headers, tags_in
from assistant.cables.lines import split_lines
from assistant.cables.marking import banner_lines, find_markings
from assistant.cables.paging import find_furniture
from assistant.cables.paragraphing import Body, hyphen_holes, make_paragraphs
from assistant.cables.segmenting import find_quotations, find_segments


def read_cable(text: str) -> Cable:
    """Return the cable that `text` is; a plain text has paragraphs and nothing else. Offsets are of `text` as given."""
    lines = split_lines(text)
    markings, blocks = find_markings(text, lines)
    banners = dict(banner_lines(lines))
    headers = read_headers(text, lines, banners)
    last = find_block(lines, headers.line)
    furniture = find_furniture(lines, banners, headers.line)
    drafting, signature = read_block(text, lines, last, furniture)
    signed = find_signature(lines, headers.line, last, furniture) if headers.found or drafting else None
    if signed is not None:
        signature = signature or lines[signed].text.strip()
    stop = last if signed is None else signed
    kept = [number for number in range(headers.line, stop) if number not in furniture]
    end = lines[stop].start if stop < len(lines) else len(text)
    quotations = find_quotations(text, headers.end, end)
    segments = find_segments(lines, kept, quotations)
    holes = [(lines[n].start, lines[n].after) for n in furniture if n < stop] + hyphen_holes(text, headers.end, end)
    body = Body(text, lines, headers.end, tuple(sorted(holes)), quotations, markings)
    captions = [caption for banner in banners.values() for caption in banner.captions]
    paragraphs = make_paragraphs(body, segments)
    return Cable(
        text=text,
        subject=headers.value(text, "subject"),
        subject_ranges=headers.subject_ranges(),
        date=headers.date,
        mrn=headers.mrn,
        date_time_group=headers.group,
        from_=headers.value(text, "from"),
        action=addressees(text, headers.found.get("action", [])),
        info=addressees(text, headers.found.get("info", [])),
        eo_line=_eo_line(text, headers),
        tags=tags_in(headers.value(text, "tags")),
        captions=tuple(dict.fromkeys([*captions, *_captions(headers.value(text, "captions"))])),
        references=headers.references,
        markings=markings,
        blocks=blocks,
        paragraphs=paragraphs,
        body_start=headers.end,
        body_end=end,
        signature=signature,
        drafting=drafting,
        remarks=_remarks([segment.number for segment in segments], all(q.closed for q in quotations)),
    )


def _eo_line(text: str, headers: Headers) -> str | None:
    """Return the E.O. line with the order's number, which stands in the label or in the value."""
    pieces = next(iter(headers.found.get("eo", ())), ())
    if not pieces:
        return None
    start = text.rfind("\n", 0, pieces[0][0]) + 1
    label = "".join(character for character in text[start : pieces[0][0]] if character.isdigit())[-5:]
    value = headers.value(text, "eo") or ""
    return f"{label}: {value}" if label and not value.startswith(label) else value


def _captions(value: str | None) -> list[str]:
    words = (value or "").replace(";", ",").replace("/", ",").split(",")
    return [
        caption
        for word in words
        if (caption := " ".join(word.split()).upper()) and caption not in ("NONE", "N/A", "N", "A")
    ]


def _remarks(numbers: list[str | None], closed: bool) -> tuple[str, ...]:
    values = [int(number) for number in numbers if number]
    missing = sorted(set(range(1, max(values, default=0) + 1)) - set(values))
    found = [f"Paragraph {number} is missing." for number in missing]
    if not closed:
        found.append("A quoted text begins and does not end.")
    return tuple(found)
