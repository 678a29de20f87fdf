"""A tiny assistant made of values, so that the page can be tried without an index."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

import ui
from assistant.answering import Trace
from assistant.schema import (
    Answer,
    AnswerSentence,
    Citation,
    Document,
    Outcome,
    Passage,
    Reason,
    Section,
    Sentence,
    Turn,
)
from assistant.settings import Settings
from assistant.standing import Standing, standings
from ui import resources

TEXT = ("Peru grows coca.", "The mission gives $22 million in 2018 and $5 million later.", "It helps farmers.")

ENGLISH_LEAD = "In the Justification of Mission Objective 2.2:"
MISSING, GLOSS = "The strategy does not say: the rest", "Términos: farmers = agricultores."
SPANISH_LEAD = "Objetivo de la Misión 2.2 (Justification) dice (en inglés):"

PERU = Document("d", "The Strategy", "ICS", "strategy", "peru", "2018-08-08", "2020-02-07", "2018-2022", "0" * 64, "")
CARD = SimpleNamespace(
    generation="g1",
    corpus_sha256="c1",
    model="m",
    model_sha256="m1",
    precision="fp32",
    counts={"documents": 1, "passages": 1, "sentences": 3},
)


class FakeAssistant:
    """Answers from one passage, "¿…?" in Spanish; doubts doubt, abstains on the weather, asks back at "goal 1", answers a
    part of "… and …"; remembers what it was asked and what it was to explain."""

    def __init__(self) -> None:
        sentences = tuple(Sentence(text, ((at * 100, at * 100 + len(text)),)) for at, text in enumerate(TEXT))
        passage = Passage("d/MO 2.2/01", "d", "MO 2.2", "Justification", " ".join(TEXT), ((0, 300),), sentences)
        objective = Section("d", "MO 2.2", "objective", "Reduce coca.", (), "MG 2", (), (passage,))
        goal = Section("d", "MG 2", "goal", "Build capacity.", (), None, (), ())
        self.sections = {"MO 2.2": (objective,), "MG 2": (goal,)}
        self.passage = passage
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []
        self.scopes: list[tuple[str, ...]] = []
        self.explained: list[tuple[str, tuple[Turn, ...]]] = []
        self.error: Exception | None = None
        self.documents = (PERU,)
        self.home = "peru"
        self.index = SimpleNamespace(sections=(objective, goal), passages=(passage,), card=CARD)

    @property
    def standings(self) -> Mapping[str, Standing]:
        return standings(self.documents, self.home)

    def section(self, ref: str) -> tuple[Section, ...]:
        return self.sections.get(ref, ())

    def ask(self, question: str, history: tuple[Turn, ...] = (), scope: tuple[str, ...] = ()) -> Answer:
        self.asked.append((question, history))
        self.scopes.append(scope)
        if self.error:
            raise self.error
        if "weather" in question:
            return self._abstention(question)
        if question == "goal 1":
            text = "Which one?\n- Mission Goal 1: One.\n- Management Goal 1: **Other**."
            return replace(self._abstention(question), outcome=Outcome.CLARIFY, reason=Reason.AMBIGUOUS, text=text)
        return self._answer(question, f"{question} (MO 2.2)" if history else question)

    def trace(self, question: str, history: tuple[Turn, ...] = (), scope: tuple[str, ...] = ()) -> Trace:
        self.explained.append((question, history))
        if self.error:
            raise self.error
        return Trace(self._answer(question, f"{question} (MO 2.2)" if history else question))

    def _citation(self, label: int) -> Citation:
        sentence = self.passage.sentences[label - 1]
        place = ("MO 2.2", "Reduce coca.", "Justification", "d/MO 2.2/01")
        return Citation(label, "d", "The Strategy", *place, sentence.text, sentence.ranges)

    def _answer(self, question: str, understood: str) -> Answer:
        citations = (self._citation(1), self._citation(2))
        is_part, is_spanish = " and " in question, "¿" in question
        sentences = (
            AnswerSentence(SPANISH_LEAD if is_spanish else ENGLISH_LEAD, "lead", None),
            *(AnswerSentence(each.quote, "quote", "verbatim", (each.label,)) for each in citations),
            *([AnswerSentence(MISSING, "lead", None)] if is_part else []),
            *([AnswerSentence(GLOSS, "gloss", None)] if is_spanish else []),
        )
        return self._made(
            question, understood, Outcome.PARTIAL if is_part else Outcome.ANSWERED, None, sentences, citations, ()
        )

    def _abstention(self, question: str) -> Answer:
        return self._made(question, question, Outcome.ABSTAINED, Reason.NOT_IN_CORPUS, (), (), (self._citation(3),))

    def _made(self, question, understood, outcome, reason, sentences, citations, nearest) -> Answer:  # type: ignore[no-untyped-def]
        return Answer(
            question=question,
            standalone_question=understood,
            outcome=outcome,
            reason=reason,
            confidence=0.3 if "doubt" in question else 0.9,
            text="The strategy does not mention it." if reason else "Quoted [1] [2]",
            sentences=sentences,
            citations=citations,
            nearest=nearest,
            faults=(),
            suggestions=("What about **coca** :smile: for $5 -> $22?",),
            candidate=None,
            language="es" if "¿" in question else "en",
            scope=("d",),
            engine="extractive",
            generation="g1",
            corpus_sha256="c1",
            timings_ms={},
            notes=("The period of this strategy has ended.",),
        )


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeAssistant:
    """The assistant behind the page, in place of an opened index."""
    assistant = FakeAssistant()
    monkeypatch.setattr(resources, "settings", lambda: Settings(_env_file=None))
    monkeypatch.setattr(resources, "assistant", lambda: assistant)
    monkeypatch.setattr(resources, "opened", lambda: assistant)
    monkeypatch.setattr(resources, "problem", lambda: None)
    return assistant


@pytest.fixture
def page(fake: FakeAssistant) -> AppTest:
    """The page as first opened."""
    return AppTest.from_file(str(Path(ui.__file__).with_name("app.py")), default_timeout=10).run()


@pytest.fixture
def html() -> Callable[[AppTest], str]:
    """All HTML that the page drew, joined."""

    def joined(page: AppTest) -> str:
        return "\n".join(element.proto.body for element in page.get("html"))

    return joined
