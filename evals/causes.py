"""Why a question was lost: the first step, from index to answer, at which its gold went missing."""

from collections.abc import Iterable, Mapping

from evals.cases import QuestionCase
from evals.ranks import Ranking, names_of
from evals.said import Said, allowed_places, cited_places

# Gold further down than this was as good as not retrieved: a passage here holds two or three sentences, and nobody,
# and no model, reads more than ten of them for one answer.
REACH = 10


def cause_of(
    case: QuestionCase,
    said: Said,
    measures: Mapping[str, float | None],
    ranking: Ranking | None,
    is_reachable: bool,
) -> str | None:
    """Return the cause by its name in the catalogue; None when nothing was lost."""
    if not case.answerable:
        return "answered_wrongly" if said.is_answered else None
    if said.is_answered and not _is_lost(measures):
        return None
    if not is_reachable:
        return "not_indexed"
    if not said.is_answered:
        return _missed(case.refs, ranking) or "abstained_needlessly"
    return _of_answer(case, said, measures, ranking)


def _of_answer(case: QuestionCase, said: Said, measures: Mapping[str, float | None], ranking: Ranking | None) -> str:
    allowed = allowed_places(case)
    cited = cited_places(said, allowed)
    if case.refs and not set(cited) & set(allowed):
        return _missed(allowed, ranking) or "not_selected"
    if measures["first_citation"] == 0:
        return "wrong_citation"
    if measures["must_not"] == 1:
        return "answered_wrongly"
    if measures["fact_recall"] not in (None, 1.0):
        return "fact_missing"
    absent = [ref for ref in case.refs if ref not in cited]
    return _missed(absent, ranking) or "not_selected"


def _is_lost(measures: Mapping[str, float | None]) -> bool:
    """Say whether an answer lacks something that it owes; citing more than needed loses nothing."""
    owed = ("first_citation", "fact_recall", "citation_recall")
    return measures["must_not"] == 1 or any(measures[name] not in (None, 1.0) for name in owed)


def _missed(wanted: Iterable[str], ranking: Ranking | None) -> str | None:
    """Return `not_retrieved` where a ranking is known and holds none of the wanted places within reach."""
    places = set(wanted)
    if not ranking or not places:
        return None
    return "not_retrieved" if not any(names_of(entry, (*places,)) in places for entry in ranking[:REACH]) else None
