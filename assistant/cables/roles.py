"""What a paragraph does in a cable, from its heading or its first words."""

import re

from assistant.cables.cable import Role

_PORTION = r"(?:[(\[][^()\[\]\n]{1,40}[)\]][ \t]*)?"
_SUMMARY = (
    r"(?:executive\s+)?summary(?:,?\s+(?:and|&)\s+(?:comment|action(?:\s+requests?(?:ed)?)?|introduction|guidance))*"
)
_COMMENT = r"(?:(?:post|embassy|mission|ambassador['’]s|drafter['’]s|action\s+request\s+and|analysis\s+and)\s+)?comments?(?:\s+(?:and|&)\s+(?:action\s+requests?(?:ed)?|recommendations?|analysis|conclusion))?"
_ACTION = r"(?:summary\s+(?:of|and)\s+)?(?:(?:this\s+is\s+an?\s+)?action\s+(?:requests?(?:ed)?|items?|cable|message)|requested\s+action|guidance\s+request(?:ed)?|requests?\s+for\s+(?:action|guidance)|recommendations?|action\s+required)"
_BACKGROUND = r"(?:background|context|introduction|history|setting)(?:\s+(?:and|&)\s+(?:context|history|analysis))?"
_LABEL = re.compile(
    rf"[ \t]*+{_PORTION}(?:begin\s+)?(?:(?P<summary>{_SUMMARY})|(?P<action_request>{_ACTION})|(?P<comment>{_COMMENT})|(?P<background>{_BACKGROUND}))"
    rf"[ \t]*+{_PORTION}(?:(?:cont(?:inued|'d)?\.?)[ \t]*)?(?P<stop>:|\.(?=\s|$)|[ \t]*--?(?=\s|$)|(?=[ \t]*$))[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
_END = re.compile(
    r"[(\[]?\bend(?:\s+of)?\s+(?:(?P<summary>(?:executive\s+)?summary(?:\s+and\s+\w+(?:\s+request(?:ed)?)?)?)|(?P<comment>(?:(?:embassy|post|mission)\s+)?comment)|"
    r"(?P<action_request>action\s+request(?:ed)?)|(?P<background>background|introduction)|(?P<note>note|fyi))\b[ \t]*[.:]?[ \t]*[)\]]?[ \t]*",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"(?<=[.!?:)\"”’])\s+(?P<start>[(\[]?(?:begin\s+)?(?:(?:embassy|post|mission)\s+)?comment\s*:|action\s+request(?:ed)?\s*:)\s*",
    re.IGNORECASE,
)
# Telegrams ask without a heading.
_ASKS = re.compile(
    r"\s*(?:the\s+)?(?:(?:post|embassy|emb|mission|we|ambassador|charg[eé])\s+(?:therefore\s+|hereby\s+|also\s+|strongly\s+)*(?:requests?|recommends?|seeks?)\b"
    r"(?=[^.]{0,160}\b(?:department|dept|washington|bureau|guidance|approval|authori[sz]|concurrence|instruct|fund|assist|clear|support|inl|wha|ara|aid/w|usaid|that)\b)|"
    r"(?:department|dept|action\s+addressees?|addressees?)\s+(?:is|are)\s+requested\b|(?:department|dept)\s+(?:please\s+)?(?:advise|authori[sz]e|instruct)\b|"
    r"(?:request|recommend)\s+(?:that\s+)?(?:the\s+)?(?:department|dept|washington|guidance|authori[sz]ation|approval|instructions|inl|aid/w)\b|"
    r"please\s+(?:advise|provide\s+guidance|authori[sz]e|instruct)\b|action\s+requested\b)",
    re.IGNORECASE,
)


def label_at(text: str, start: int, end: int) -> tuple[Role, str, int] | None:
    """Return role, heading as written and end of the label that `text` has at `start`; None where it has none."""
    match = _LABEL.match(text, start, end)
    if match is None:
        return None
    name = next(name for name in ("summary", "action_request", "comment", "background") if match.group(name))
    return Role(name), " ".join(match.group(name).split()), match.end()


def find_ends(text: str) -> list[tuple[Role | None, int, int]]:
    """Return where `text` says that a part ends, as (role, start, end); role None for "End note"."""
    found: list[tuple[Role | None, int, int]] = []
    for match in _END.finditer(text):
        name = next(n for n in ("summary", "comment", "action_request", "background", "note") if match.group(n))
        found.append((None if name == "note" else Role(name), match.start(), match.end()))
    return found


def find_inline(text: str) -> list[tuple[Role, int, int]]:
    """Return comments and action requests that begin within a paragraph: (role, start, end of the label)."""
    return [
        (
            Role.ACTION_REQUEST if "action" in match.group("start").lower() else Role.COMMENT,
            match.start("start"),
            match.end(),
        )
        for match in _INLINE.finditer(text)
    ]


def asks(text: str) -> bool:
    """Does a paragraph without a heading begin by asking the Department for something?"""
    return bool(_ASKS.match(text))
