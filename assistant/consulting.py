"""A question about a text beside the strategy to blocks: recited from its places, or found among its sentences.

Every lead-in says whose words follow: our digest's, our primer's, the official text's or the strategy's.
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import phrases
from assistant.citing import Source
from assistant.composing import Block, lead_of
from assistant.crosswalk import Link, links_of
from assistant.folding import fold
from assistant.reciting import title_source
from assistant.related_references import find_related
from assistant.relating import IN_FOOTNOTES, OF_PLANNING, Form, RelatedAsk
from assistant.resources import Resources
from assistant.schema import Section
from assistant.understanding import Query, understand

if TYPE_CHECKING:
    from assistant.finding import Finding

Timed = Callable[[str], AbstractContextManager[None]]

_DEFINING = 2
"""Sentences of a definition: what it is, and its title, date or extent."""


# What is asked of a text as such, and the sentences of a digest ("part: sentence") that tell it.
_PARTICULARS = [
    (re.compile(asked), re.compile(told))
    for asked, told in (
        (r"\b(?:in force|still (?:valid|current|in effect)|expired?|expires|replaced|superseded|vigente)\b", r"^Is it still in force: |\bwas replaced\b"),
        (r"\bnot known\b|\bunknown\b|\bleft out\b", r"^What is not known: "),
        (r"\b(?:address|url)\b|\bwhere (?:can|do|could|is|was)\b.*\b(?:find|read|get|download|published|available|text)\b", r"^Where it is published: "),
        (r"\b(?:what|which) number\b|\bnumber of the (?:executive )?order\b|\bnumber does\b", r"\border is Executive Order\b|\bdocument number\b"),
        (r"\bofficial title\b|\bfull (?:title|name)\b|\bofficially (?:called|titled)\b", r"\bofficial title is\b"),
        (r"^\W*(?:when|cuando|(?:on |in )?(?:what|which) (?:date|day|year|month))\b.*\b(?:publish\w*|issued|signed|approved|adopted|released|unveiled|came out|come out|publico|firmo|aprobo)\b|\bdate of (?:the )?(?:publication|signature|approval|adoption)\b",
         r"^Text: .*\b(?:published|unveiled|signed|adopted|approved)\b.*\b(?:19|20)\d\d\b"),
    )
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Consulted:
    """What a related text says to a question."""

    blocks: tuple[Block, ...]
    confidence: float
    findings: "tuple[Finding, ...]" = ()
    is_answer: bool = True
    """False: something was found, and is not good enough."""
    existing: tuple[str, ...] = ()
    """Where a place was named that is not there: those that are."""


def consult(resources: Resources, query: Query, ask: RelatedAsk, language: str, timed: Timed) -> Consulted | None:
    """Return what the texts that a question names say to it; None where none of them is in sight."""
    sections = _sections(resources, ask.bases)
    if not sections:
        return None
    if ask.form is Form.LINKS or (ask.form is Form.ANYTHING and ask.refs):
        blocks = _links(resources, ask, language)
        return Consulted(blocks, 1.0) if blocks else None
    if ask.form is Form.PLACE:
        return _place(resources, sections, ask, language)
    blocks = ()
    if ask.form is Form.PARTS:
        blocks = _parts(sections, ask, language)
    elif ask.form is Form.DEFINITION or ask.with_strategy:
        blocks = _definitions(sections, ask, query, language)
    elif ask.form is Form.TEXT:
        blocks = _particulars(sections, ask, query, language)
    return Consulted(blocks, 1.0) if blocks else _found(resources, query, sections, language, timed)


def glossary_entry(resources: Resources, acronym: str) -> Source | None:
    """Return what the glossary says an acronym of planning stands for, None where it has no such entry."""
    if not resources.beside:
        return None
    for section in resources.beside.index.sections:
        for passage in section.passages:
            if section.ref == "Glossary" and passage.part == acronym:
                return Source(section, passage, passage.sentences[0])
    return None


def planning_acronyms(resources: Resources) -> frozenset[str]:
    """Return the acronyms that the glossary explains."""
    sections = resources.beside.index.sections if resources.beside else ()
    parts = {passage.part for section in sections if section.ref == "Glossary" for passage in section.passages}
    return frozenset(part for part in parts if part.isalpha() and part.isupper() and len(part) > 2)


def _sections(resources: Resources, bases: tuple[str, ...]) -> tuple[Section, ...]:
    """Return the sections of the named texts, in the order of the names."""
    if not resources.beside:
        return ()
    names = [name for base in bases for name in (OF_PLANNING if base in OF_PLANNING else (base,))]
    shorts = {document.id: document.short for document in resources.beside.documents.values()}
    every = resources.beside.index.sections
    return tuple(s for name in dict.fromkeys(names) for s in every if shorts[s.document] == name)


def _definitions(sections: tuple[Section, ...], ask: RelatedAsk, query: Query, language: str) -> tuple[Block, ...]:
    blocks = []
    for section in sections:
        is_asked = section.ref in ask.bases and section.ref != "Glossary"
        if section.ref == "Primer":
            is_asked = any("ics" in query.text[m.start : m.end].lower() or "country" in query.text[m.start : m.end].lower()
                           for m in find_related(query.text))  # fmt: skip
        if is_asked:
            passage = next((p for p in section.passages if p.part == "Text"), section.passages[0])
            sources = tuple(Source(section, passage, sentence) for sentence in passage.sentences[:_DEFINING])
            blocks.append(Block(lead_of(section, "Text", language), sources))
    return tuple(blocks)


def _place(resources: Resources, sections: tuple[Section, ...], ask: RelatedAsk, language: str) -> Consulted:
    """Return the named places whole, each with what stands under it, after what the strategy says of a footnoted one."""
    by_ref = {section.ref: section for section in sections}
    blocks: list[Block] = []
    for ref in ask.refs:
        above = by_ref.get(ref.partition(".")[0])
        is_left_out = above is not None and not any(each.parent == above.ref for each in sections)
        section = by_ref.get(ref) or (above if is_left_out else None)
        if section is None:
            existing = tuple(each.ref for each in sections if each.ref not in ask.bases)
            return Consulted((), 0.0, is_answer=False, existing=existing)
        if ask.bases == (IN_FOOTNOTES,):
            blocks += [_link_block(resources, link, language) for link in links_of(resources.crosswalk, ref)]
        texts = [Source(section, passage, s) for passage in section.passages[1:] for s in passage.sentences]
        blocks.append(Block(lead_of(section, "Text", language), (title_source(section), *texts)))
        children = tuple(title_source(each) for each in sections if each.parent == section.ref)
        if children:
            name = phrases.long_name(section.ref, language)
            blocks.append(Block(phrases.say("under", language, place=name), children, "outline", is_list=True))
    return Consulted(tuple(block for block in blocks if block.sources), 1.0)


def _particulars(sections: tuple[Section, ...], ask: RelatedAsk, query: Query, language: str) -> tuple[Block, ...]:
    """Return what a digest says of the text itself: its date, number, address or standing; empty for anything else."""
    folded = fold(query.text)
    wanted = next((told for asked, told in _PARTICULARS if asked.search(folded)), None)
    if wanted is None:
        return ()
    blocks = []
    for section in sections:
        parts: dict[str, list[Source]] = {}
        for passage in section.passages if section.ref in ask.bases and section.kind == "digest" else ():
            told = [s for s in passage.sentences if wanted.search(f"{passage.part}: {s.text}")]
            parts.setdefault(passage.part, []).extend(Source(section, passage, s) for s in told)
        blocks += [Block(lead_of(section, part, language), tuple(told)) for part, told in parts.items() if told]
    return tuple(blocks)


def _parts(sections: tuple[Section, ...], ask: RelatedAsk, language: str) -> tuple[Block, ...]:
    base = ask.bases[0]
    own = [section for section in sections if section.ref.startswith(f"{base} ")]
    deep = [section for section in own if section.parent]
    if ask.kinds and deep:
        own = deep if ask.kinds == "objective" else [section for section in own if not section.parent]
    if not own:
        return ()
    above = next(section for section in sections if section.ref == base)
    lead = lead_of(above, "Text", language)
    return (Block(lead, tuple(title_source(section) for section in own), "outline", is_list=True),)


def _links(resources: Resources, ask: RelatedAsk, language: str) -> tuple[Block, ...]:
    """Return the links between the strategy and a text: those that it states, with its words, before our reading."""
    links: list[Link] = []
    for ref in ask.refs:
        own = [link for link in links_of(resources.crosswalk, ref) if _is_of(link, ask)]
        above = links_of(resources.crosswalk, f"MG {ref[3:].partition('.')[0]}") if ref.startswith("MO ") else ()
        # What the strategy states of the goal holds for its objectives; our reading of it only where they have none.
        links += [*own, *(link for link in above if _is_of(link, ask) and (link.is_stated or not own))]
    blocks = [_link_block(resources, link, language) for link in sorted(dict.fromkeys(links), key=_stated_first)]
    return tuple(block for block in blocks if block.sources)


def _stated_first(link: Link) -> bool:
    return not link.is_stated


def _is_of(link: Link, ask: RelatedAsk) -> bool:
    return any(link.serves == base or link.serves.startswith(f"{base} ") for base in ask.bases)


def _link_block(resources: Resources, link: Link, language: str) -> Block:
    names = {"place": phrases.long_name(link.ref, language), "text": phrases.long_name(link.serves, language)}
    if link.is_stated:
        note = f" {link.note}" if link.note else ""
        lead = phrases.say("stated", language, **names)
        return Block(f"{lead}{note}", _stating(resources, link))
    sections = [s for s in (resources.beside.index.sections if resources.beside else ()) if s.ref == link.serves]
    sources = tuple(
        Source(section, passage, passage.sentences[0])
        for section in sections[:1]
        for passage in section.passages[1:2] or section.passages[:1]
    )
    return Block(phrases.say("our_reading", language, **names), sources)


def _stating(resources: Resources, link: Link) -> tuple[Source, ...]:
    """Return the strategy's sentence that states a link; none where it is not in sight or says something else."""
    return tuple(
        Source(section, passage, sentence)
        for section in resources.index.sections
        if section.document == link.document and section.ref == link.ref
        for passage in section.passages
        for sentence in passage.sentences
        if sentence.text == link.quote
    )[:1]


def _found(resources: Resources, query: Query, sections: tuple[Section, ...], language: str, timed: Timed) -> Consulted:
    # Imported here: recited answers need neither numpy nor a model.
    from assistant.finding import find

    view = resources.about(tuple(dict.fromkeys(section.document for section in sections)))
    asked = understand(query.text, view.vocabulary)
    named = find_related(asked.text)
    terms = tuple(t for t in asked.terms if not any(m.start <= t.start < m.end for m in named))
    asked = replace(asked, terms=terms, mentions=(), parts=(), carried=query.carried, variants=query.variants)
    finding = find(view, asked, language, timed)
    is_answer = finding.decision.reason is None
    return Consulted(finding.blocks, finding.decision.confidence, (finding,), is_answer)
