"""What a draft is once it is read. Frozen; offsets count code points of the draft as given.

As in the strategy's own passages, `ranges` are half-open and ordered, and the pieces joined with nothing between them,
white space collapsed, are the reading text: a quote from a draft is made from them and from nothing else.
"""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from assistant.schema import Ranges


class Level(IntEnum):
    """How sensitive a mark is, on one ordered scale. Only CONFIDENTIAL and above is classified."""

    UNMARKED = 0
    UNCLASSIFIED = 1
    CONTROLLED = 2
    """SBU, LOU, FOUO, CUI: unclassified, and not for everyone."""
    CONFIDENTIAL = 3
    SECRET = 4
    TOP_SECRET = 5
    UNKNOWN = 6
    """Stands where a mark stands and is none that we know: treated as the highest."""


class Place(StrEnum):
    """Where a mark stands."""

    BANNER = "banner"
    PORTION = "portion"
    WHOLE_TEXT = "whole_text"
    BLOCK = "block"
    """The lines that say who classified it, why and for how long."""


@dataclass(frozen=True, slots=True)
class Marking:
    """A mark as it stands in the draft."""

    mark: str
    """In short: `U`, `SBU`, `SBU/NF`, `CUI//SP-PRVCY`, `C/NF`, `TS`."""
    level: Level
    place: Place
    start: int
    end: int


class Role(StrEnum):
    """What a paragraph does in a cable."""

    SUMMARY = "summary"
    BACKGROUND = "background"
    ACTION_REQUEST = "action_request"
    COMMENT = "comment"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the text, its points included."""

    label: str
    """Unique in its cable and typed by people: "2", "summary", "4 text", or "¶3" by position."""
    number: str | None
    """As the drafter numbered it: "2"; None without a number. A text quoted inside paragraph 4 has the number "4" too."""
    start: int
    end: int
    """Everything that belongs to it: number, mark, heading and what pages put in between."""
    marking: str | None
    """Its portion mark, or the mark of the entire text; None where the draft has neither."""
    role: Role
    text: str
    """Reading text without number, mark and heading ("SUMMARY:")."""
    ranges: Ranges
    quoted: bool = False
    """Stands between "Begin text" and "End text": somebody else's words."""
    heading: str | None = None
    """What stands above or before the text: "Summary", "Comment", "A Mining Reform Stalls"."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the REF line."""

    letter: str | None
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clearance:
    """Who drafted, cleared, approved or released."""

    office: str | None
    name: str
    state: str | None
    """As it stands in brackets: "ok", "info", "subs"."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """The block behind the signature."""

    start: int
    end: int
    drafted: tuple[Clearance, ...] = ()
    cleared: tuple[Clearance, ...] = ()
    approved: tuple[Clearance, ...] = ()
    released: tuple[Clearance, ...] = ()


@dataclass(frozen=True, slots=True)
class Cable:
    """A draft, read."""

    text: str = field(repr=False)
    """As given."""
    subject: str | None = None
    subject_ranges: Ranges = ()
    date: str | None = None
    """ISO: `2019-03-12`; a telegram's group without a year has None."""
    mrn: str | None = None
    """Message reference number: "19 LIMA 1234", "LIMA 01234"."""
    date_time_group: str | None = None
    """As it stands: "121530Z JAN 74"."""
    from_: str | None = None
    action: tuple[str, ...] = ()
    info: tuple[str, ...] = ()
    eo_line: str | None = None
    """Without its label: "11652: GDS", "13526: N/A"."""
    tags: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    markings: tuple[Marking, ...] = ()
    """All of them, the highest first, equal ones in reading order."""
    blocks: tuple[Marking, ...] = ()
    """The lines of the classification block; they say that a draft is classified, not how high."""
    paragraphs: tuple[Paragraph, ...] = ()
    body_start: int = 0
    """Where the headers end."""
    body_end: int = 0
    """Where signature and drafting block begin."""
    signature: str | None = None
    drafting: Drafting | None = None
    remarks: tuple[str, ...] = ()
    """What could not be read as it should: "Paragraph 4 is missing." Never words of the draft."""


class Plan(StrEnum):
    """Which text a claim names."""

    STRATEGY = "strategy"
    CDCS = "cdcs"
    JSP = "jsp"
    NSS = "nss"
    JRS = "jrs"


class ClaimStatus(StrEnum):
    """What a check of a claim found. Whether the paragraph carries it (`UNSUPPORTED`) is judged with the alignment."""

    OK = "ok"
    NO_SUCH_REFERENCE = "no_such_reference"
    TITLE_MISMATCH = "title_mismatch"
    UNSUPPORTED = "unsupported"
    OTHER_PLAN = "other_plan"


@dataclass(frozen=True, slots=True)
class Claim:
    """Words of a draft that name a place in the strategy or in a plan beside it."""

    text: str
    """The draft's words, white space collapsed."""
    start: int
    end: int
    plan: Plan
    refs: tuple[str, ...]
    """What it may mean, the likeliest first: "MO 2.4", "MgO 3" or "MG 3"; empty where only a title is named."""
    title: str | None = None
    """The words given as that place's title: MO 2.2, "coca and cocaine reduction"."""
    is_title: bool = False
    """Do those words stand as a title (quoted, in capitals, a title's own words) and not as a gloss in passing?"""
    owner: str | None = None
    """The country whose strategy the draft says it is, where it says so: "Colombia"."""
    period: str | None = None
    """The years of the plan, where the draft gives them: "2022-2026", "2024"."""
    paragraph: str | None = None
    """The label of the paragraph; None in the headers."""


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim compared with what exists."""

    claim: Claim
    ref: str | None
    """The place that it names, also when there is none; None where only a title is named and none fits."""
    status: ClaimStatus
    suggestion: str | None
    """The nearest right reference, where the claim is not right."""
    reason: str
    """One sentence for the drafter."""
