from collections.abc import Callable
from typing import Any

from assistant.schema import Turn
from ui.commands.conversing import COMMANDS

Strategy = Callable[..., tuple[int, str, str]]


def test_a_conversation_keeps_its_turns_until_exit(fake: Any, strategy: Strategy, at_terminal: Any) -> None:
    screen = at_terminal("coca?\n\nand weather?\nexit\nnever\n")

    code, _, _ = strategy("ask")

    (_, first), (question, second) = fake.asked
    assert code == 0
    assert first == ()
    assert question == "and weather?"
    assert [turn.role for turn in second] == ["user", "assistant"]
    assert second[0].content == "coca?"
    assert "[1]" in second[1].content
    assert "NOT an answer" in screen.getvalue()


def test_a_conversation_survives_a_known_error_and_ends_with_the_input(
    fake: Any, strategy: Strategy, at_terminal: Any
) -> None:
    at_terminal("trouble\ncoca?")

    code, _, err = strategy("ask")

    assert code == 0
    assert "Something known went wrong." in err
    assert fake.asked[1] == ("coca?", ())


def test_a_follow_up_shows_what_it_was_understood_as_and_the_way_back(
    fake: Any, strategy: Strategy, at_terminal: Any
) -> None:
    screen = at_terminal("coca?\nand who pays?\n")

    strategy("ask")

    told = "(understood as: and who pays? (MO 2.2); type /as-typed to ask it as typed)"
    assert " ".join(screen.getvalue().split()).count(told) == 1


def test_a_question_asked_as_typed_leaves_the_conversation_behind(
    fake: Any, strategy: Strategy, at_terminal: Any
) -> None:
    screen = at_terminal("coca?\nand who pays?\n/AS-TYPED\nsince when?\n")

    strategy("ask")

    pays = (Turn("user", "and who pays?"), fake.asked[-1][1][1])
    assert [question for question, _ in fake.asked] == ["coca?", "and who pays?", "and who pays?", "since when?"]
    assert fake.asked[2][1] == ()
    assert fake.asked[3][1] == pays
    assert screen.getvalue().count("understood as") == 2


def test_a_new_conversation_forgets_and_has_nothing_to_repeat(fake: Any, strategy: Strategy, at_terminal: Any) -> None:
    screen = at_terminal("coca?\n/new\n/as-typed\nand who pays?\n")

    strategy("ask")

    assert fake.asked == [("coca?", ()), ("and who pays?", ())]
    assert "Nothing has been asked yet." in screen.getvalue()


def test_the_last_answer_is_explained_as_it_was_asked(fake: Any, strategy: Strategy, at_terminal: Any) -> None:
    screen = at_terminal("/explain\ncoca?\nand who pays?\n/explain\n")

    strategy("ask")

    assert fake.asked[-1] == fake.asked[-2]
    assert screen.getvalue().count("Understood as") == 1
    assert "Nothing has been asked yet." in screen.getvalue()


def test_the_help_lists_every_command_and_an_unknown_one_asks_nothing(
    fake: Any, strategy: Strategy, at_terminal: Any
) -> None:
    screen = at_terminal("/help\n/halp\n/exit\nnever\n")

    strategy("ask")

    assert not fake.asked
    assert "There is no command /halp." in screen.getvalue()
    assert all(screen.getvalue().count(f"  {name}") == 2 for name in COMMANDS)


def test_a_remark_is_made_once_in_a_conversation(fake: Any, strategy: Strategy, at_terminal: Any) -> None:
    at_terminal("coca?\nand who pays?\n/as-typed\n")

    assert strategy("ask")[2].count("The period has ended.") == 1
