"""Does an opened assistant keep its promises? Every citation target read again, and three questions tried."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.schema import Answer, Outcome, Passage, Sentence, reading_of

if TYPE_CHECKING:
    from assistant.opening import Assistant

NOWHERE = "What is the recipe for a chocolate cake with raspberries?"
"""No strategy of an embassy answers this."""


def broken_targets(assistant: "Assistant") -> tuple[int, tuple[str, ...]]:
    """Return how many passages and sentences could be cited, and the ids of those whose ranges read otherwise."""
    texts = {document.id: document.text for document in assistant.documents}
    targets: list[tuple[Passage, Passage | Sentence]] = []
    for passage in assistant.index.passages:
        targets += [(passage, passage), *((passage, sentence) for sentence in passage.sentences)]
    broken = [
        passage.id
        for passage, target in targets
        if not target.text or reading_of(texts.get(passage.document, ""), target.ranges) != target.text
    ]
    return len(targets), tuple(dict.fromkeys(broken))


def smoke(assistant: "Assistant") -> Iterator[tuple[str, str | None]]:
    """Yield each question tried with what is wrong with its answer, None if nothing is.

    One by the words of a sentence, one by reference, and one that no strategy answers.
    """
    objective = next((section for section in assistant.index.sections if section.kind == "objective"), None)
    if objective is None:
        yield "a question about an objective", "the index holds no objective"
        return
    detail = max((passage for passage in objective.passages), key=lambda passage: len(passage.text))
    sentence = max(detail.sentences, key=lambda sentence: len(sentence.text))
    quoted = f"What does the strategy say about this: {sentence.text[:300]}"
    yield quoted, _without_citation(assistant.ask(quoted), objective.ref)
    lookup = f"What is {objective.ref}?"
    yield lookup, _without_citation(assistant.ask(lookup), objective.ref)
    yield NOWHERE, _without_abstention(assistant.ask(NOWHERE))


def _without_citation(answer: Answer, ref: str) -> str | None:
    if answer.outcome not in (Outcome.ANSWERED, Outcome.PARTIAL):
        return f"it was not answered ({answer.reason})"
    if ref not in [citation.ref for citation in answer.citations]:
        return f"{ref} was not cited"
    return None


def _without_abstention(answer: Answer) -> str | None:
    return None if answer.outcome is Outcome.ABSTAINED else "it was answered, although no strategy says that"
