"""Structural questions answered: whole sections, lists, footnotes, parents, dates, in the strategy's exact words."""

from collections.abc import Iterable, Sequence

from assistant import phrases
from assistant.citing import Source
from assistant.composing import Block
from assistant.outlining import Ask, OutlineAsk
from assistant.schema import Document, Section

_NUMBER_WORDS = {
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    "es": ("ninguna", "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"),
}  # fmt: skip


def recite_each(
    ask: OutlineAsk, views: Sequence[tuple[Document, tuple[Section, ...]]], language: str
) -> tuple[Block, ...]:
    """Return the blocks that answer a structural question, document by document where several strategies are in sight."""
    if len(views) == 1:
        return recite(ask, views[0][1], views[0][0], language)
    blocks: list[Block] = []
    for document, sections in views:
        found = [block for block in recite(ask, sections, document, language) if block.sources]
        if found:
            blocks += [
                Block(phrases.say("in_document", language, title=document.title, document=document.id), ()),
                *found,
            ]
    return tuple(blocks)


def recite(ask: OutlineAsk, sections: tuple[Section, ...], document: Document, language: str) -> tuple[Block, ...]:
    """Return the blocks that answer a structural question; empty where the document has nothing of the kind."""
    named = [section for ref in dict.fromkeys(ask.refs) for section in sections if section.ref == ref]
    if ask.ask is Ask.SECTIONS:
        return tuple(block for section in named for block in _whole(section, ask.part, sections, language))
    if ask.ask is Ask.TITLES:
        return (Block("", tuple(title_source(section) for section in named), "outline", is_list=len(named) > 1),)
    if ask.ask is Ask.LIST:
        return (_list(named, ask.kinds, language),)
    if ask.ask is Ask.CHILDREN:
        return tuple(_children(section, sections, language) for section in named)
    if ask.ask is Ask.PARENT:
        return tuple(_parent(section, sections, language) for section in named if section.parent)
    if ask.ask is Ask.FOOTNOTES:
        return _footnotes(ask.footnotes, sections, language)
    if ask.ask is Ask.ABOUT:
        return _about(ask.about, sections, document, language)
    return ()


def title_source(section: Section) -> Source:
    """Return the detailed heading of a section."""
    passage = section.passages[0]
    return Source(section, passage, passage.sentences[0])


def children_of(section: Section, sections: Iterable[Section]) -> list[Section]:
    """Return the objectives that stand under a goal, in order."""
    return [other for other in sections if other.parent == section.ref and other.document == section.document]


def _whole(section: Section, part: str | None, sections: tuple[Section, ...], language: str) -> list[Block]:
    lead = phrases.say("lead", language, place=section_name(section, language))
    # A section without a heading opens with its text.
    is_titled = section.passages[0].part == "Title"
    blocks = [Block(lead, (title_source(section),), "outline")] if is_titled else []
    texts: dict[str, list[Source]] = {}
    for passage in section.passages:
        wanted = passage.part.startswith(part) if part else passage.part not in ("Title", "Framework")
        if wanted:
            texts.setdefault(passage.part, []).extend(Source(section, passage, s) for s in passage.sentences)
    for name, sources in texts.items():
        label = "" if name == "Text" else f"{name}:"
        blocks.append(Block(label if blocks else lead, tuple(sources)))
    children = children_of(section, sections) if part is None else []
    if children:
        blocks.append(_children(section, sections, language))
    return blocks


def section_name(section: Section, language: str) -> str:
    """Return how a lead-in names a section."""
    return phrases.long_name(section.ref, language)


def _list(named: list[Section], kinds: tuple[str, ...], language: str) -> Block:
    sources = tuple(title_source(section) for section in named)
    if len(kinds) == 1:
        one = "_one" if len(named) == 1 else ""
        lead = phrases.say(f"list_{kinds[0]}{one}", language, count=number_word(len(named), language))
    elif "goal" in kinds:
        lead = phrases.say("list_everything", language)
    else:
        lead = phrases.say("list", language, count=number_word(len(named), language))
    return Block(lead, sources, "outline", is_list=True)


def _children(section: Section, sections: tuple[Section, ...], language: str) -> Block:
    children = children_of(section, sections)
    name = section_name(section, language)
    phrase = "subsections" if section.kind == "section" else "children"
    phrase += "_one" if len(children) == 1 else ""
    lead = phrases.say(phrase, language, ref=name, count=number_word(len(children), language))
    return Block(lead, tuple(title_source(child) for child in children), "outline", is_list=True)


def _parent(section: Section, sections: tuple[Section, ...], language: str) -> Block:
    parent = next(other for other in sections if other.ref == section.parent and other.document == section.document)
    lead = phrases.say("parent", language, ref=section_name(section, language), parent=section_name(parent, language))
    return Block(lead, (title_source(parent),), "outline")


def _footnotes(numbers: tuple[int, ...], sections: tuple[Section, ...], language: str) -> tuple[Block, ...]:
    blocks = []
    for number in dict.fromkeys(numbers):
        sources = [
            Source(section, passage, passage.sentences[0])
            for section in sections
            for passage in section.passages
            if passage.part == f"Footnote {number}"
        ]
        refs = f" {phrases.say('and', language)} ".join(source.section.ref for source in sources)
        blocks.append(Block(phrases.say("footnote", language, number=number, refs=refs), tuple(sources)))
    return tuple(blocks)


def _about(
    wanted: frozenset[str], sections: tuple[Section, ...], document: Document, language: str
) -> tuple[Block, ...]:
    about = next((section for section in sections if section.kind == "about"), None)
    keys = {"approved": "approved", "updated": "updated", "marking": "release"}
    blocks = []
    sources = [
        Source(section, passage, passage.sentences[0])
        for section in ([about] if about else [])
        for passage in section.passages
        for name, key in keys.items()
        if name in wanted and key in passage.text.lower()
    ]
    if about and sources:
        blocks.append(Block(phrases.say("lead", language, place=section_name(about, language)), tuple(sources)))
    period = _period_source(sections, document) if "period" in wanted else None
    if period:
        name = section_name(period.section, language)
        blocks.append(Block(phrases.say("lead", language, place=name), (period,)))
    return tuple(blocks)


def _period_source(sections: tuple[Section, ...], document: Document) -> Source | None:
    """Return the first sentence that names the document's period and says that the strategy covers it."""
    found = [
        Source(section, passage, sentence)
        for section in sections
        for passage in section.passages
        for sentence in passage.sentences
        if document.period and document.period in sentence.text.replace("–", "-")
    ]
    return min(found, key=lambda source: "strategy" not in source.sentence.text, default=None)


def number_word(number: int, language: str) -> str:
    """Return a small number as a word, a large one in digits."""
    words = _NUMBER_WORDS[language]
    return words[number] if number < len(words) else str(number)
