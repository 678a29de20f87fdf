"""Where a draft names the strategy or a plan beside it: "MO 2.4", "Goal 5", an objective's title, "CDCS DO3".

Only explicit names count: a bare "2.4" is a figure, "the first goal of the operation" is prose, and a goal of the
United Nations is none of ours. Whether a claim is right is for `checking`, whether its paragraph carries it for others.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.cables.cable import Cable, Claim, Plan
from assistant.cables.places import find_places
from assistant.cables.titling import Titles
from assistant.reading import collapse_with_offsets
from assistant.references import NUMBERS, find_mentions
from assistant.schema import Ranges, Section

_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_VALUE = r"(\d|one|two|three|four|five|six|i{1,3}|iv|v)"
_KIND = r"(?:strategic\s+)?(?:goals?|objectives?|obj\.?)"
_JSP = r"(?:jsp|(?:state[- ]usaid\s+)?joint\s+strategic\s+plan)"
_JRS = r"(?:jrs|joint\s+regional\s+strategy)"
_NSS = r"(?:nss|national\s+security\s+strategy)"
_CDCS = r"(?:cdcs|country\s+development\s+cooperation\s+strategy)"
_YEARS = r"(?:\s*\(?(?:fy\s*)?(\d{4}\s*[-–]\s*\d{4}|\d{4})\)?)?"
_OF = r"\s+(?:of|in|under|from)\s+(?:the\s+|our\s+)?(?:current\s+|\d{4}(?:[-–]\d{4})?\s+)?(?:u\.?s\.?\s+)?"
# Each with up to four groups: years, number, second number.
_PLANS: tuple[tuple[Plan, re.Pattern[str], tuple[int, int, int]], ...] = tuple(
    (plan, re.compile(pattern, re.IGNORECASE), groups)
    for plan, pattern, groups in (
        (Plan.JSP, rf"\b{_JSP}{_YEARS}(?:['’]s)?[\s,:]*(?:{_KIND}\s*)?(\d)(?:\.(\d))?\b(?![-–]?\d)", (1, 2, 3)),
        (Plan.JSP, rf"\b{_KIND}\s*(\d)(?:\.(\d))?{_OF}{_JSP}\b", (0, 1, 2)),
        (Plan.JRS, rf"\b{_JRS}{_YEARS}(?:['’]s)?[\s,:]*(?:{_KIND}\s*)(\d)(?:\.(\d))?\b", (1, 2, 3)),
        (Plan.JRS, rf"\b{_KIND}\s*(\d)(?:\.(\d))?{_OF}{_JRS}\b", (0, 1, 2)),
        (
            Plan.CDCS,
            rf"\b{_CDCS}{_YEARS}(?:['’]s)?[\s,:]*(?:(?:development\s+)?objectives?|do)\s*-?\s*(\d)\b",
            (1, 2, 0),
        ),
        (
            Plan.CDCS,
            rf"\b(?:development\s+objective|DO|objective)\s*-?\s*(\d){_OF}(?:usaid(?:['’]s|/peru)?\s+)?{_CDCS}\b",
            (0, 1, 0),
        ),
        (Plan.CDCS, r"\bdevelopment\s+objective\s*-?\s*(\d)\b", (0, 1, 0)),
        (Plan.NSS, rf"\b{_NSS}{_YEARS}(?:['’]s)?[\s,:]*pillar\s*{_VALUE}\b", (1, 2, 0)),
        (Plan.NSS, rf"\bpillar\s*{_VALUE}{_OF}{_NSS}\b", (0, 1, 0)),
    )
)
_DO = re.compile(r"\bDO[- ]?(\d)\b")
_DO_TIGHT = re.compile(r"\bDO-?(\d)\b")
_LISTED = re.compile(r"\s*(?:,|and|y|or|o|&|/|to|through)+\s*(?:and\s+)?([\d.]+|[a-z]+)", re.IGNORECASE)
_HAS_WORD = re.compile(
    r"goal|objective|\bobj|\bm\.?\s?[go]|\bmg[tm]?\.?o|\bmgg|management|chief\s+of\s+mission", re.IGNORECASE
)
_ORDINAL = re.compile(r"(?:first|second|third|fourth|fifth|sixth|\d(?:st|nd|rd|th))\b", re.IGNORECASE)
_STRATEGY_NEAR = re.compile(
    r"\bICS\b|integrated country strategy|mission strategy|mission['’]s|\bmission\s+(?:goal|objective)", re.IGNORECASE
)
_NOT_OURS = re.compile(
    r"(?:\bsdg|sustainable\s+development|millennium(?:\s+development)?|agenda\s+2030|bicentenario|bicentennial|national\s+plan|pei|policy|project|program(?:me)?|"
    r"learning|performance|treaty|action\s+plan|united\s+nations|u\.?n\.?|aichi|fatf|immediate)['’]?s?\s*(?:plan|strategy)?\s*$",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\s+(?:of|in|under|from)\s+(?:the\s+|its\s+|their\s+)?(?:\w+\s+){0,2}(?:agenda|sdgs?|national\s+plan|national\s+strategy|operation|project|action\s+plan|cooperation\s+plan|match|law|gop|government|ministry)\b",
    re.IGNORECASE,
)
_SMALL_UNIT = re.compile(r"mg\s*\d", re.IGNORECASE)
_ICS = r"(?:ICS|integrated\s+country\s+strategy)"
_ICS_BEFORE = re.compile(
    rf"((?:[\w.'’–-]+\s+){{0,4}}){_ICS}(?:\s+(?:for|of)\s+(?:Mission\s+)?([A-Z][\w ]{{2,20}}?))?\s*\(?(\d{{4}}(?:\s*[-–]\s*\d{{4}})?)?\)?(?:['’]s)?[\s,:(]*$",
    re.IGNORECASE,
)
_MISSION_BEFORE = re.compile(r"(?:Mission|Embassy)\s+([A-Z][\w' ]{2,25}?)(?:['’]s)?\s*$", re.IGNORECASE)
_AFTER = re.compile(
    rf"\s*,?\s*(?:of|in|from|under)\s+(?:the\s+|our\s+)?((?:[\w.'’–-]+\s+){{0,4}}?)(?:{_ICS}(?:\s+(?:for|of)\s+(?:Mission\s+)?([A-Z][\w ]{{2,20}}))?|mission\s+([A-Z]\w+))",
    re.IGNORECASE,
)
_PERIOD = re.compile(r"\b((?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?)\b")
_QUOTED = re.compile(r"[\s,:;–—-]*(?:titled\s+|called\s+|\()?\s*[\"“]([^\"”]{4,240})[\"”]")
_BRACKETED = re.compile(r"\s*\(([^()]{3,200})\)")
_STATED = re.compile(r"\s*(?::|\s[–—-]+|,)\s+((?:the\s+)?[A-Z](?:U\.S\.|[^.;:()\"“]){5,240})")
_GLOSSED = re.compile(r",?\s+(?:on|for|regarding|concerning|about|to)\s+((?:U\.S\.|[^.;,:()\"“]){4,120})")
_QUOTED_BEFORE = re.compile(r"[\"“]([^\"”]{4,240})[\"”]\s*[,(]?\s*$")
_PIECE = 6_000
_NEAR = 90
_ADJACENT = 45
_CAPITALISED = 0.6


@dataclass(frozen=True, slots=True)
class _Region:
    """Part of a draft to search: its reading text, and each character's offset in the draft."""

    text: str
    offsets: list[int]
    paragraph: str | None


def find_claims(cable: Cable, sections: Sequence[Section] = ()) -> tuple[Claim, ...]:
    """Return every explicit reference of a draft in reading order; titles without a number only with `sections`.

    Texts that the draft quotes as a block are somebody else's words and claim nothing.
    """
    titles = Titles.of(sections)
    found = [claim for region in _regions(cable) for claim in _claims_in(region, titles)]
    return tuple(sorted(found, key=lambda claim: (claim.start, claim.end)))


def _regions(cable: Cable) -> Iterator[_Region]:
    yield from _region(cable.text, cable.subject_ranges, None)
    for paragraph in cable.paragraphs:
        if paragraph.quoted or not paragraph.ranges:
            continue
        first = paragraph.ranges[0][0]
        if paragraph.heading and paragraph.start < first:
            yield from _region(cable.text, ((paragraph.start, first),), paragraph.label)
        yield from _region(cable.text, paragraph.ranges, paragraph.label)


def _region(text: str, ranges: Ranges, paragraph: str | None) -> Iterator[_Region]:
    """Yield the reading text of `ranges`, one of more than a few pages in pieces: the search for places is quadratic."""
    reading, offsets = collapse_with_offsets(text, ranges)
    start = 0
    while start < len(reading):
        end = start + _PIECE
        end = len(reading) if end >= len(reading) else reading.rfind(" ", start, end) + 1 or end
        end = max(end, start + 1)
        yield _Region(reading[start:end], offsets[start:end], paragraph)
        start = end


def _claims_in(region: _Region, titles: Titles) -> list[Claim]:
    found = list(_plan_claims(region))
    for claim in _strategy_claims(region):
        if not any(claim.start < other.end and other.start < claim.end for other in found):
            found.append(claim)
    return [_placed(region, claim) for claim in _with_titles(region, found, titles)]


def _placed(region: _Region, claim: Claim) -> Claim:
    """Return a claim with its offsets in the draft instead of the region's reading text."""
    start, end = region.offsets[claim.start], region.offsets[claim.end - 1] + 1
    return replace(claim, start=start, end=end, paragraph=region.paragraph)


def _plan_claims(region: _Region) -> Iterator[Claim]:
    taken: list[tuple[int, int]] = []
    do = _DO_TIGHT if region.text.isupper() else _DO
    for plan, pattern, (years, number, second) in (*_PLANS, (Plan.CDCS, do, (0, 1, 0))):
        for match in pattern.finditer(region.text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            groups = [match.group(n) if n else None for n in (years, number, second)]
            yield Claim(
                match.group(),
                *match.span(),
                plan,
                (_plan_ref(plan, groups[1] or "", groups[2]),),
                period=_collapsed(groups[0]),
            )


def _plan_ref(plan: Plan, number: str, second: str | None) -> str:
    value = int(number) if number.isdigit() else NUMBERS.get(number.lower(), 0)
    if plan is Plan.NSS:
        return f"NSS {_ROMAN[value]}" if value < len(_ROMAN) else f"NSS {value}"
    if plan is Plan.CDCS:
        return f"CDCS DO{value}"
    return f"{plan.value.upper()} {value}" + (f".{second}" if second else "")


def _strategy_claims(region: _Region) -> Iterator[Claim]:
    text = region.text
    for mention in find_mentions(text):
        before, after = text[max(0, mention.start - _NEAR) : mention.start], text[mention.end : mention.end + _NEAR]
        words = text[mention.start : mention.end]
        if mention.refs != ("CoM",) and not _is_explicit(words, before, after, mention.is_ambiguous):
            continue
        if mention.refs == ("CoM",) and not re.search(r"priorit", words + after[:12], re.IGNORECASE):
            continue
        listed = _LISTED.fullmatch(words)
        start = mention.start + (listed.start(1) if listed else len(words) - len(words.lstrip()))
        words = text[start : mention.end]
        owner, period = _owner(before, after)
        title, is_title = _title(before, after)
        yield Claim(words, start, mention.end, Plan.STRATEGY, mention.refs, title, is_title, owner, period)


def _is_explicit(words: str, before: str, after: str, ambiguous: bool) -> bool:
    if _LISTED.fullmatch(words):
        return bool(_HAS_WORD.search(before)) and not _NOT_OURS.search(re.split(r"[.;]", before)[-1])
    if not _HAS_WORD.search(words) or _NOT_OURS.search(before) or _OF_OTHERS.match(after):
        return False
    if _SMALL_UNIT.match(words) and not words.isupper():
        return False
    near = bool(_STRATEGY_NEAR.search(before + words + after[:40]))
    if _ORDINAL.match(words):
        return near
    return near or words[0].isupper() or not ambiguous


def _owner(before: str, after: str) -> tuple[str | None, str | None]:
    """Return the country whose strategy the words around a claim name, and the years that they give it."""
    pieces: list[str] = []
    if match := _ICS_BEFORE.search(before):
        pieces = [group for group in match.groups() if group]
    elif match := _MISSION_BEFORE.search(before):
        pieces = [match.group(1)]
    if match := _AFTER.match(after):
        pieces += [group for group in match.groups() if group]
    words = " ".join(pieces)
    place, years = next(find_places(words), None), _PERIOD.search(words)
    return place.country if place else None, _collapsed(years.group(1)) if years else None


def _collapsed(years: str | None) -> str | None:
    return re.sub(r"\s*[-–]\s*", "-", years) if years else None


def _title(before: str, after: str) -> tuple[str | None, bool]:
    """Return the words that stand beside a claim as its title, and whether they stand as a title."""
    after = f"{after} "
    if match := _QUOTED.match(after) or _QUOTED_BEFORE.search(before):
        return match.group(1).strip(), True
    for pattern in (_BRACKETED, _STATED, _GLOSSED):
        if match := pattern.match(after):
            words = match.group(1).strip()
            names = [word for word in words.split() if len(word) > 3]
            capitals = sum(word[0].isupper() for word in names)
            stands = (
                pattern is not _GLOSSED
                and len(names) > 2
                and capitals >= _CAPITALISED * len(names)
                and not words.isupper()
            )
            return words, stands
    return None, False


def _with_titles(region: _Region, claims: Iterable[Claim], titles: Titles) -> list[Claim]:
    """Join titles found in the text to the claim beside them; those that stand alone are claims of their own."""
    found = sorted(claims, key=lambda claim: claim.start)
    alone: list[Claim] = []
    for hit in titles.find(region.text):
        words = region.text[hit.start : hit.end]
        beside = [
            (max(hit.start - claim.end, claim.start - hit.end), number)
            for number, claim in enumerate(found)
            if claim.plan is Plan.STRATEGY and _adjoins(region.text, claim, hit.start, hit.end)
        ]
        if beside:
            _, number = min(beside)
            if found[number].title is None or not found[number].is_title:
                found[number] = replace(found[number], title=words, is_title=True)
        else:
            alone.append(Claim(words, hit.start, hit.end, Plan.STRATEGY, (), words, True))
    return [*found, *alone]


def _adjoins(text: str, claim: Claim, start: int, end: int) -> bool:
    between = text[claim.end : start] if claim.end <= start else text[end : claim.start]
    return len(between) <= _ADJACENT and not re.search(r"[.;]\s", between)
