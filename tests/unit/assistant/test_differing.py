"""Two versions of a strategy: what was added, reworded, moved and dropped."""

from assistant.differing import Change, Edit, differences
from assistant.schema import Passage, Section


def objective(ref: str, title: str, text: str = "", kind: str = "objective") -> Section:
    parts = (("Title", title), ("Justification", text))
    passages = tuple(Passage(f"d/{ref}/{part}", "d", ref, part, words, (), ()) for part, words in parts if words)
    return Section("d", ref, kind, title, (), None, (), passages)


COURTS = objective("MO 1.1", "Support fair courts.", "Courts decide petitions within fourteen days of the vote.")
PRESS = objective("MO 1.2", "Defend the freedom of the press.", "Journalists in the north are harassed.")
TEA = objective("MO 2.1", "Improve the climate for tea exporters.", "Port delays cost exporters nine days a year.")


def kinds(changes: tuple[Change, ...]) -> list[tuple[str, str | None, str | None]]:
    return [(change.change, change.old_ref, change.new_ref) for change in changes]


def test_a_document_is_no_different_from_itself() -> None:
    assert {change.change for change in differences((COURTS, PRESS), (COURTS, PRESS))} == {"unchanged"}


def test_what_is_new_is_added_and_what_is_gone_is_dropped() -> None:
    assert kinds(differences((COURTS, PRESS), (COURTS, TEA))) == [
        ("unchanged", "MO 1.1", "MO 1.1"),
        ("added", None, "MO 2.1"),
        ("dropped", "MO 1.2", None),
    ]


def test_one_put_in_front_renumbers_the_others_and_changes_none() -> None:
    first = objective("MO 1.1", "Clean the rivers of mercury.", "Miners use mercury.")
    renumbered = objective("MO 1.2", COURTS.title, COURTS.passages[1].text)

    changes = differences((COURTS,), (first, renumbered))

    assert kinds(changes) == [("added", None, "MO 1.1"), ("moved", "MO 1.1", "MO 1.2")]
    assert changes[1].edits == ()


def test_a_rewording_is_told_by_its_words() -> None:
    reworded = objective("MO 1.1", COURTS.title, "Courts decide petitions within thirty days of the vote.")

    (change,) = differences((COURTS,), (reworded,))

    assert change.change == "reworded"
    assert change.edits == (
        Edit("Justification", "Courts decide petitions within", "fourteen", "thirty", "days of the vote."),
    )


def test_two_texts_under_one_number_are_two_objectives() -> None:
    assert kinds(differences((COURTS,), (objective("MO 1.1", TEA.title, TEA.passages[1].text),))) == [
        ("added", None, "MO 1.1"),
        ("dropped", "MO 1.1", None),
    ]


def test_a_part_that_was_left_out_is_an_edit() -> None:
    (change,) = differences((COURTS,), (objective("MO 1.1", COURTS.title),))

    assert [(edit.part, edit.old, edit.new) for edit in change.edits] == [
        ("Justification", COURTS.passages[1].text, "")
    ]


def test_goals_are_never_taken_for_objectives() -> None:
    goal = objective("MG 1", COURTS.title, COURTS.passages[1].text, kind="goal")

    assert {change.change for change in differences((COURTS,), (goal,))} == {"added", "dropped"}
