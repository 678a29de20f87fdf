"""Whether answers hold when the question is put in other words, with slips, or twice.

A variant of a case carries the tag `variant:KIND`, the id `ID~KIND`, and the group of the case it was made from.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from assistant.records import Record
from evals.cases import QuestionCase
from evals.gold import text_of
from evals.runs import StoredAnswer
from evals.said import read_said
from evals.scoring import Score

VARIANT = "variant:"
SEPARATOR = "~"
STANDALONE = "standalone"
"""The kind of variant that asks a follow-up so that it needs no conversation."""
# What may differ between two answers to the same question.
_CHANGING = ("timings_ms", "id")


def variant_id(id: str, kind: str) -> str:
    """Return the id of a case's variant."""
    return f"{id}{SEPARATOR}{kind}"


def variant_kind(case: QuestionCase) -> str | None:
    """Return what kind of variant a case is, None where it is an original."""
    return next((tag.removeprefix(VARIANT) for tag in case.tags if tag.startswith(VARIANT)), None)


def robustness(
    cases: Sequence[QuestionCase], scores: Sequence[Score], answers: Sequence[StoredAnswer]
) -> dict[str, float | int | None]:
    """Return agreement within groups, the drop of each kind of variant, and whether repeats are identical.

    `KIND_drop` is the mean item score of the originals minus that of their variants; `followup_gap` is the score of
    follow-ups asked in full minus that of the follow-ups. Undefined is None.
    """
    by_id = {answer.id: answer for answer in answers if answer.repeat == 0}
    groups: dict[str, list[tuple[QuestionCase, Score]]] = {}
    for case, score in zip(cases, scores, strict=True):
        groups.setdefault(case.group, []).append((case, score))
    # The turns of a conversation are a group too, but ask different things.
    alike = [members for members in groups.values() if len(members) > 1 and len({c.refs for c, _ in members}) == 1]
    agreements = [value for members in alike for value in [_agreement(members, by_id)] if value is not None]
    return {
        "groups": len(alike),
        "group_agreement": _mean(agreements),
        "groups_all_right": _mean([float(all(_is_right(c, s) for c, s in members)) for members in alike]),
        **_drops(cases, scores),
        "repeat_identity": _repeat_identity(answers),
    }


def _agreement(members: Iterable[tuple[QuestionCase, Score]], by_id: Mapping[str, StoredAnswer]) -> float | None:
    """Return the mean Jaccard index |X ∩ Y| / |X ∪ Y| of cited places over pairs; two that cite nothing agree."""
    cited = []
    for case, _ in members:
        stored = by_id.get(case.id)
        said = read_said(stored.answer) if stored and stored.answer else None
        cited.append({text_of(citation, "ref") for citation in said.citations} if said else set())
    return _mean([len(x & y) / len(x | y) if x | y else 1.0 for x, y in combinations(cited, 2)])


def _is_right(case: QuestionCase, score: Score) -> bool:
    if case.answerable:
        return score.measures["answer_accuracy"] == 1
    return score.measures["item_score"] == 1


def _drops(cases: Sequence[QuestionCase], scores: Sequence[Score]) -> dict[str, float | int | None]:
    values = {score.id: score.measures["item_score"] for score in scores}
    differences: dict[str, list[float]] = {}
    for case in cases:
        kind = variant_kind(case)
        before, after = values.get(case.id.rpartition(SEPARATOR)[0]), values.get(case.id)
        if kind and before is not None and after is not None:
            differences.setdefault(kind, []).append(before - after)
    asked_in_full = _mean(differences.pop(STANDALONE, []))
    drops = {f"{kind}_drop": _mean(found) for kind, found in sorted(differences.items())}
    return {"followup_gap": None if asked_in_full is None else -asked_in_full, **drops}


def _repeat_identity(answers: Iterable[StoredAnswer]) -> float | None:
    """Return the share of the questions asked more than once whose answers are all the same, times left out."""
    repeats: dict[str, list[Record | None]] = {}
    for stored in answers:
        kept = stored.answer and {key: value for key, value in stored.answer.items() if key not in _CHANGING}
        repeats.setdefault(stored.id, []).append(kept)
    several = [found for found in repeats.values() if len(found) > 1]
    return _mean([float(all(answer == found[0] for answer in found)) for found in several])


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
