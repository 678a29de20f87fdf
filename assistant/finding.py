"""One question to what was found for it: retrieve → match → read → locate or select → decide. Says nothing yet.

Imported only for questions that the outline cannot answer: its steps need numpy and a model.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from assistant.citing import Source
from assistant.composing import Block, blocks_of, lead_of
from assistant.deciding import Decision, Signals, decide, read_signals
from assistant.fitted import Fit
from assistant.locating import asks_where, locate
from assistant.matching import Match
from assistant.reciting import children_of, title_source
from assistant.reranking import rerank
from assistant.resources import Resources
from assistant.retrieving import CANDIDATES, named_passages, retrieve
from assistant.schema import Ranking, Reason, Section
from assistant.selecting import gather, select
from assistant.understanding import Query

Timed = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for a question, or for one part of it, and what was decided."""

    query: Query
    ranking: Ranking
    matches: tuple[Match, ...]
    """The sentences considered, best first."""
    chosen: tuple[Match, ...]
    """Those that would be quoted, in the order of the answer."""
    blocks: tuple[Block, ...]
    signals: Signals | None
    """None where nothing was chosen."""
    decision: Decision
    fit: Fit
    """What was made of the signals."""


def find(resources: Resources, query: Query, language: str, timed: Timed) -> Finding:
    """Return what the index holds for a query; lead-ins of its blocks are in `language`."""
    fit = resources.matcher.fit
    with timed("retrieve"):
        ranking = retrieve(resources.index, query, CANDIDATES)
    family = _family(resources, named_passages(resources.index, query))
    with timed("match"):
        matches = resources.matcher.match(query, family or frozenset(hit.passage.id for hit in ranking))
    with timed("read"):
        matches = rerank(query, matches, resources.reader, fit)
    if asks_where(query) and not family:
        places = locate(query, matches)
        chosen = tuple(place.match for place in places)
        blocks = tuple(_located(resources, place.section, place.source, language) for place in places)
    else:
        chosen = (gather(matches, query) if query.wants_all else ()) or select(matches)
        blocks = blocks_of(chosen, language, resources.called)
    if not chosen:
        return Finding(query, ranking, matches, (), (), None, Decision(0.0, Reason.NOT_IN_CORPUS), fit)
    with timed("decide"):
        signals = read_signals(query, matches, chosen, resources.matcher)
    return Finding(query, ranking, matches, chosen, blocks, signals, decide(query, signals, fit), fit)


def _family(resources: Resources, named: list[str]) -> frozenset[str]:
    """Return the passages of the named places and of the objectives under a named goal; empty if none is named."""
    sections = resources.index.sections
    places = {passage_id.rsplit("/", 1)[0] for passage_id in named}
    own = [section for section in sections if f"{section.document}/{section.ref}" in places]
    family = [*own, *(child for section in own for child in children_of(section, sections))]
    return frozenset(passage.id for section in family for passage in section.passages)


def _located(resources: Resources, section: Section, shown: Source, language: str) -> Block:
    """Return a place by its title and, where that is another sentence, the one that shows why."""
    title = title_source(section)
    sources = (title,) if shown.sentence.text == title.sentence.text else (title, shown)
    return Block(lead_of(section, "Title", language, of=resources.called(section.document)), sources)
