"""How sure the engine was of each answer, given or held back, and whether that answer is right.

An abstention stores the answer that was not good enough, so what another threshold would have done can be told
without asking again.
"""

from assistant.phrases import long_name
from evals.cases import QuestionCase, is_answer
from evals.gold import text_of
from evals.measures.confidence import Sure
from evals.plain import haystack_of, plain, says, unlabelled
from evals.runs import StoredAnswer
from evals.said import allowed_places
from evals.scoring import Score, fact_recall, is_right

_LANGUAGES = ("en", "es")


def sure_of(case: QuestionCase, score: Score, stored: StoredAnswer | None) -> Sure | None:
    """Return the confidence of an answer and whether it is right.

    None where there is no answer at all, no confidence, or no gold to judge by.
    """
    if score.confidence is None or score.outcome is None:
        return None
    if is_answer(score.outcome):
        right = score.measures["answer_accuracy"]
        # Answered where there is no answer: wrong, whatever it says.
        return Sure(score.confidence, right == 1) if right is not None else None
    candidate = text_of(stored.answer, "candidate") if stored and stored.answer else ""
    verdict = _judged(case, unlabelled(candidate)) if candidate else None
    return Sure(score.confidence, verdict) if verdict is not None else None


def _judged(case: QuestionCase, candidate: str) -> bool | None:
    """Say whether an answer that was held back is right. Its place is that of its lead-in."""
    found_in = haystack_of([candidate])
    starts = plain(candidate)
    names = [plain(long_name(ref, language)) for ref in allowed_places(case) for language in _LANGUAGES]
    is_first = any(starts.startswith(name) and not starts[len(name) : len(name) + 1].isdigit() for name in names)
    is_forbidden = any(says(found_in, [form]) for form in case.must_not)
    return is_right(case, float(is_first) if case.refs else None, fact_recall(case, found_in), is_forbidden)
