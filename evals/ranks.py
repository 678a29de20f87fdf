"""What was retrieved against the gold, three times: in places, in passages, in sentences.

A place and a sentence rank where they first appear; the sentences of a passage come in reading order. So the third
says how much a reader of the ranking would have to read.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from evals.cases import QuestionCase
from evals.gold import Gold, Key
from evals.measures.ranking import ranked

Name = TypeVar("Name", bound=Hashable)
Ranking = Sequence[tuple[str, str, float]]
"""(passage id, ref, score)."""
_GOLD, _BESIDE = 2, 1
# No measure looks further.
_DEEPEST = 10


def rank_measures(case: QuestionCase, ranking: Ranking | None, gold: Gold) -> dict[str, float | None]:
    """Return the measures of retrieval of one question; none of them where `ranking` is None.

    Undefined on questions without an answer, and where the gold has no quote for passages and sentences.
    """
    if ranking is None or not case.answerable:
        return {}
    # Ties are broken by id before anything is counted, so that a ranking has one reading.
    ordered = sorted(ranking, key=lambda entry: (-entry[2], entry[0]))
    return {
        **_of_places(case, ordered),
        **{f"passage_{name}": value for name, value in _of_passages(case, ordered, gold).items()},
        **{f"sentence_{name}": value for name, value in _of_sentences(case, ordered, gold).items()},
    }


def names_of(entry: tuple[str, str, float], wanted: Mapping[str, float] | Sequence[str]) -> str:
    """Return what a ranked passage counts as: itself, its place or its document where that is wanted, else its ref."""
    passage, ref, _ = entry
    document = passage.partition("/")[0]
    return next((name for name in (ref, f"{document}/{ref}", passage, document) if name in wanted), ref)


def _of_places(case: QuestionCase, ordered: Ranking) -> dict[str, float | None]:
    gains = dict.fromkeys(case.refs, 1.0)
    return ranked(_distinct(names_of(entry, case.refs) for entry in ordered), gains, gains)


def _of_passages(case: QuestionCase, ordered: Ranking, gold: Gold) -> dict[str, float | None]:
    if case.grades:
        grades = {name: float(gain) for name, gain in case.grades.items()}
        judged = all(name in gold.passages for name in grades)
        names = _distinct(entry[0] if judged else names_of(entry, grades) for entry in ordered)
        return ranked(names, grades, grades)
    wanted = _gold_sentences(case, gold)
    gains: dict[str, float] = {}
    if wanted:
        gains = {passage.id: _BESIDE for passage in gold.passages_of(case.refs)}
        gains |= dict.fromkeys(gold.passages_with(wanted), _GOLD)
    return ranked([entry[0] for entry in ordered], gains, _only_gold(gains))


def _of_sentences(case: QuestionCase, ordered: Ranking, gold: Gold) -> dict[str, float | None]:
    wanted = _gold_sentences(case, gold)
    gains: dict[Key, float] = {}
    if wanted:
        gains = {key: _BESIDE for passage in gold.passages_of(case.refs) for key in gold.keys_of(passage.id)}
        gains |= dict.fromkeys(wanted, _GOLD)
    read = islice(dict.fromkeys(key for entry in ordered for key in gold.keys_of(entry[0])), _DEEPEST)
    return ranked(list(read), gains, _only_gold(gains))


def _gold_sentences(case: QuestionCase, gold: Gold) -> frozenset[Key]:
    found = ((span.document, gold.find(span)) for span in case.spans)
    return frozenset(key for document, places in found if places for key in gold.sentences_at(document, places[0]))


def _only_gold(gains: Mapping[Name, float]) -> dict[Name, float]:
    return {name: gain for name, gain in gains.items() if gain == _GOLD}


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
