"""A small assistant made of values, so that commands can be tried without an index."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from assistant.answering import Trace
from assistant.errors import AssistantError
from assistant.schema import (
    Answer,
    AnswerSentence,
    Citation,
    Document,
    Hit,
    Outcome,
    Passage,
    Reason,
    Section,
    Sentence,
    Turn,
)
from ui import cli
from ui.commands import asking, searching, showing

TEXT = "Peru grows coca.\x1b[2J"


@dataclass
class FakeAssistant:
    """Answers everything with one quote; abstains on the weather; fails on trouble; remembers what it was asked."""

    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.passage = Passage(
            "d/MO 2.2/01", "d", "MO 2.2", "Justification", TEXT, ((0, 20),), (Sentence(TEXT, ((0, 20),)),)
        )
        note = Passage("d/MO 2.2/02", "d", "MO 2.2", "Footnote 2", "A note.", ((20, 27),), ())
        passages = (self.passage, note)
        objective = Section("d", "MO 2.2", "objective", "Reduce coca.", ("Less coca.",), "MG 2", (2,), passages)
        goal = Section("d", "MG 2", "goal", "Build capacity.", (), None, (), ())
        card = SimpleNamespace(generation="g1", corpus_sha256="c1")
        self.index = SimpleNamespace(
            sections=(goal, objective), card=card, notes=self.notes, dense_backend=lambda: "chroma"
        )
        self.documents = (Document("d", "The Strategy", "S", "strategy", "peru", None, None, None, "0" * 64, TEXT),)

    def trace(self, question: str, history: tuple[Turn, ...] = (), scope: tuple[str, ...] = ()) -> Trace:
        return Trace(self.ask(question, history, scope))

    def ask(self, question: str, history: tuple[Turn, ...] = (), scope: tuple[str, ...] = ()) -> Answer:
        self.asked.append((question, history))
        if "trouble" in question:
            raise AssistantError("Something known went wrong.", "Do this.")
        place = ("The Strategy", "MO 2.2", "Reduce coca.", "Justification", "d/MO 2.2/01")
        citation = Citation(1, "d", *place, TEXT, ((0, 20),))
        abstains = "weather" in question or not question.strip("?!… \t\n")
        return Answer(
            question=question,
            standalone_question=f"{question} (MO 2.2)" if history else question,
            outcome=Outcome.ABSTAINED if abstains else Outcome.ANSWERED,
            reason=Reason.NOT_IN_CORPUS if abstains else None,
            confidence=0.9,
            text="It does not say." if abstains else f"MO 2.2 says:\n“{TEXT}” [1]",
            sentences=() if abstains else (AnswerSentence(TEXT, "quote", "verbatim", (1,)),),
            citations=() if abstains else (citation,),
            nearest=(citation,) if abstains else (),
            faults=(),
            suggestions=("What does MO 2.2 say?",) if abstains else (),
            candidate=None,
            language="en",
            scope=scope or ("d",),
            engine="extractive",
            generation="g1",
            corpus_sha256="c1",
            timings_ms={"total": 1.0},
            notes=("The period has ended.",),
        )

    def search(self, question: str, k: int = 10, scope: tuple[str, ...] = ()) -> tuple[Hit, ...]:
        self.asked.append((question, ()))
        return (Hit(self.passage, 0.0328, 1, (("lexical", 1), ("dense", 2))),)[:k] if question.strip("?") else ()


class Screen(io.StringIO):
    """A stream that a person looks at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeAssistant:
    """The assistant that every command opens."""
    assistant = FakeAssistant()
    for module in (asking, searching, showing):
        monkeypatch.setattr(module, "ready_assistant", lambda settings: assistant)
    return assistant


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put text on standard input, as a pipe would."""

    def put(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    return put


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Screen]:
    """Put a person at the terminal who types these lines; return what is drawn."""

    def put(text: str) -> Screen:
        screen = Screen()
        monkeypatch.setattr(sys, "stdin", Screen(text))
        monkeypatch.setattr(sys, "stdout", screen)
        return screen

    return put


@pytest.fixture
def strategy(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command; return its exit code, stdout and stderr."""

    def run(*argv: str) -> tuple[int, str, str]:
        code = cli.main(argv)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run
