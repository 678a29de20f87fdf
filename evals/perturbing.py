"""Questions as people really type them: each case again with slips, without capitals, in other words, after chatter.

Every change is drawn with a seed made of the case's id, so the same suite gives the same variants on any machine.
What matters is the drop: an original's score less that of its variant, both asked in one run (`evals.robustness`).
"""

import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from assistant.hashing import sha256_of_text
from assistant.settings import Settings
from assistant.translating import is_spanish
from evals.cases import QuestionCase
from evals.robustness import STANDALONE, VARIANT, variant_id
from evals.suites import Suite, read_suite

ROBUST = "robust"
"""The suite of variants: of BASE by itself, of another as `robust:NAME`."""
BASE = "peru-core"

_SEED = 0
# A shorter word with a slip is often another word.
_LONG_WORD = re.compile(r"\b[a-záéíóúñ]{5,}\b")
_REWORDED = (
    (re.compile(r"^How many (.+?) (are|were|is|was|do|does|did|have|has|will|can) ", re.IGNORECASE), r"What number of \1 \2 "),
    (re.compile(r"^How much ", re.IGNORECASE), "To what extent "),
    (re.compile(r"^Why ", re.IGNORECASE), "For what reason "),
    (re.compile(r"^When ", re.IGNORECASE), "At what time "),
    (re.compile(r"^Where ", re.IGNORECASE), "In which place "),
    (re.compile(r"^Who ", re.IGNORECASE), "Which person or body "),
    (re.compile(r"^Which ", re.IGNORECASE), "What "),
    (re.compile(r"^What is ", re.IGNORECASE), "Can you tell me what is "),
    (re.compile(r"^What ", re.IGNORECASE), "Please tell me what "),
)  # fmt: skip
_FRAMED = {
    "en": ("Could you tell me: {0}", "I would like to know the following. {0}", "For a briefing I am writing: {0}"),
    "es": ("¿Me podría decir? {0}", "Quisiera saber lo siguiente. {0}", "Para un informe que escribo: {0}"),
}
_CHATTER = {
    "en": (
        "I have just come back from lunch.",
        "My colleague starts her new job on Monday.",
        "The printer on our floor is broken again.",
        "Thanks for your help last week.",
    ),
    "es": (
        "Acabo de volver del almuerzo.",
        "Mi colega empieza su nuevo trabajo el lunes.",
        "La impresora de nuestro piso no funciona otra vez.",
        "Gracias por su ayuda de la semana pasada.",
    ),
}


def open_suite(name: str, settings: Settings) -> Suite:
    """Return the suite of a name; `robust` and `robust:NAME` are made of another. Raises DatasetError."""
    if name != ROBUST and not name.startswith(f"{ROBUST}:"):
        return read_suite(name, settings)
    base = read_suite(name.partition(":")[2] or BASE, settings)
    kinds = "\n".join(VARIANTS)
    digest = sha256_of_text(f"{base.sha256}\n{kinds}\n{_SEED}")
    return replace(base, name=name, sha256=digest, cases=variants_of(base.cases))


def variants_of(cases: Iterable[QuestionCase]) -> tuple[QuestionCase, ...]:
    """Return each case with its variants behind it, all in its group; a follow-up also as it stands alone."""
    found = []
    for case in cases:
        found.append(case)
        for kind, change in VARIANTS.items():
            changed = change(case.question, random.Random(f"{_SEED} {kind} {case.id}"))
            if changed != case.question:
                found.append(_variant(case, kind, changed))
        if case.history and case.standalone:
            found.append(replace(_variant(case, STANDALONE, case.standalone), history=(), standalone=None))
    return tuple(found)


def _variant(case: QuestionCase, kind: str, question: str) -> QuestionCase:
    return replace(case, id=variant_id(case.id, kind), question=question, tags=(*case.tags, VARIANT + kind))


def _typo(question: str, draw: random.Random) -> str:
    """Return a question with a slip in one of its longer words, in two where there are many: letters swapped, lost, doubled."""
    words = list(_LONG_WORD.finditer(question))
    chosen = draw.sample(words, min(len(words), 2 if len(words) > 5 else 1))
    for match in sorted(chosen, key=lambda match: -match.start()):
        # The first letter is seldom wrong, and people read a word by it.
        at = draw.randrange(match.start() + 1, match.end() - 1)
        slip = draw.choice(("swapped", "lost", "doubled"))
        swapped = question[at + 1] + question[at]
        put = {"swapped": swapped, "lost": question[at + 1], "doubled": question[at] * 2 + question[at + 1]}[slip]
        question = question[:at] + put + question[at + 2 :]
    return question


def _casing(question: str, draw: random.Random) -> str:
    """Return a question in small letters without its last mark, or, one in four, in capitals."""
    return question.upper() if draw.random() < 0.25 else question.lower().rstrip(" ?.!")


def _paraphrase(question: str, draw: random.Random) -> str:
    """Return a question that asks the same in other function words."""
    for pattern, replacement in _REWORDED:
        if pattern.search(question):
            return pattern.sub(replacement, question, count=1)
    return draw.choice(_FRAMED[_language(question)]).format(question)


def _distractor(question: str, draw: random.Random) -> str:
    """Return a question after a sentence that has nothing to do with it."""
    return f"{draw.choice(_CHATTER[_language(question)])} {question}"


def _language(question: str) -> str:
    return "es" if is_spanish(question) else "en"


VARIANTS: Mapping[str, Callable[[str, random.Random], str]] = {
    "typo": _typo,
    "casing": _casing,
    "paraphrase": _paraphrase,
    "distractor": _distractor,
}
"""Kind of variant to what makes it."""
