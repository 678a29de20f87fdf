"""`strategy check` over an assistant that is made of values."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.clearing.check import Check
from assistant.errors import MarkingError
from ui import cli
from ui.commands import checking

Strategy = Callable[..., tuple[int, str, str]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, checked: Check) -> list[tuple[str, bool, tuple[str, ...]]]:
    """What the assistant was given to check."""
    given: list[tuple[str, bool, tuple[str, ...]]] = []

    def check(text: str, allow_classified: bool = False, scope: tuple[str, ...] = ()) -> Check:
        given.append((text, allow_classified, scope))
        if "SECRET" in text and not allow_classified:
            raise MarkingError("The draft is marked SECRET and was refused.", "Only on accredited systems.")
        return checked

    monkeypatch.setattr(checking, "ready_assistant", lambda settings: SimpleNamespace(check=check))
    return given


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.txt"
    path.write_bytes(b"1. (U) Coca fell.\r\n")
    return path


def test_a_draft_is_checked_as_it_stands_in_the_file(strategy: Strategy, asked: list, draft: Path) -> None:
    code, out, _ = strategy("check", str(draft), "--scope", "d")

    assert code == 0
    assert asked == [("1. (U) Coca fell.\r\n", False, ("d",))]
    for said in ("SBU", "¶ 1 (U, body): ✓ aligned", "Draft: “CORAH", "Strategy: “Peru grows coca.”", "Nearest right: MO 2.2", "KCRM"):  # fmt: skip
        assert said in out


def test_the_record_is_one_value_on_stdout(strategy: Strategy, asked: list, draft: Path) -> None:
    code, out, err = strategy("check", str(draft), "--json")

    assert (code, err) == (0, "")
    assert json.loads(out)["schema"] == "alignment/1"


def test_a_pasted_draft_comes_from_standard_input(
    strategy: Strategy, asked: list, typed: Callable[[str], None]
) -> None:
    typed("Coca fell.")

    assert strategy("check", "-", "--json")[0] == 0
    assert asked[0][0] == "Coca fell."


@pytest.mark.parametrize(("level", "code"), [("error", 1), ("warning", 1)])
def test_a_check_before_clearance_fails_on_what_was_asked(strategy: Strategy, asked: list, draft: Path, level: str, code: int) -> None:  # fmt: skip
    assert strategy("check", str(draft), "--fail-on", level)[0] == code


def test_a_classified_draft_is_refused_with_a_hint_and_read_only_when_allowed(
    strategy: Strategy, asked: list, draft: Path
) -> None:
    draft.write_text("SECRET")
    code, out, err = strategy("check", str(draft))
    assert (code, out) == (1, "")
    assert "marked SECRET" in err and "accredited" in err

    code, _, err = strategy("check", str(draft), "--allow-classified")
    assert code == 0
    assert "in memory only" in err


def test_a_bad_line_of_a_batch_keeps_its_place(strategy: Strategy, asked: list, tmp_path: Path) -> None:
    lines = tmp_path / "batch.jsonl"
    lines.write_text(
        '{"id": 1, "text": "a"}\nnot json\n\n{"id": "x"}\n{"id": "s", "text": "SECRET"}\n{"id": 2, "text": "b"}\n'
    )
    code, out, _ = strategy("check", "--batch", str(lines), "--json")

    found = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [each["id"] for each in found] == [1, None, "x", "s", 2]
    assert ["error" in each for each in found] == [False, True, True, True, False]


def test_a_folder_becomes_a_matrix_and_one_refused_draft_leaves_the_others(
    strategy: Strategy, asked: list, draft: Path
) -> None:
    (draft.parent / "b.txt").write_text("SECRET")
    (draft.parent / "picture.png").write_bytes(b"x")
    outs = draft.parent.parent / f"{draft.parent.name}.csv", draft.parent.parent / f"{draft.parent.name}.html"
    code, out, err = strategy("check", str(draft.parent), "--csv", str(outs[0]), "--html", str(outs[1]))

    assert code == 1
    assert "2019-03" in out and "Not touched by any draft: MO 1.1." in out
    assert "b.txt: The draft is marked SECRET" in err
    assert outs[0].read_text().startswith("cable,date,month")
    assert "Blind spots" in outs[1].read_text()


def test_reports_are_written_only_where_asked(strategy: Strategy, asked: list, draft: Path) -> None:
    before = set(draft.parent.iterdir())
    strategy("check", str(draft))
    assert set(draft.parent.iterdir()) == before

    names = {f"--{kind}": draft.parent / f"out.{kind}" for kind in ("markdown", "html", "word")}
    code, _, _ = strategy("check", str(draft), *(str(each) for pair in names.items() for each in pair))
    assert code == 0
    assert all(path.stat().st_size for path in names.values())


def test_an_older_draft_is_compared(strategy: Strategy, asked: list, draft: Path) -> None:
    code, out, _ = strategy("check", str(draft), "--against", str(draft))

    assert (code, len(asked)) == (0, 2)
    assert "¶ 1: unchanged." in out


@pytest.mark.parametrize(
    "argv",
    [("--batch", "x", "y"), ("x.txt", "--csv", "o"), (".", "--against", "x"), ("x.txt", "--fail-on", "note")],
)
def test_what_does_not_go_together_is_misuse(strategy: Strategy, asked: list, argv: tuple[str, ...]) -> None:
    assert strategy("check", *argv)[0] == 2


@pytest.mark.parametrize("argv", [("none.txt",), ("{}", "--html", "/nowhere/x.html")])
def test_what_cannot_be_read_or_written_is_told_with_a_hint(strategy: Strategy, asked: list, draft: Path, argv: tuple[str, ...]) -> None:  # fmt: skip
    code, _, err = strategy("check", *(each.format(draft) for each in argv))

    assert code == 1
    assert err.count("\n") == 2


def test_without_a_draft_a_person_is_told_what_to_name(at_terminal: Callable[[str], object], asked: list) -> None:
    at_terminal("")
    assert cli.main(["check"]) == 2
