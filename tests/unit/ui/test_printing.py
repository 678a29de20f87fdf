import io

import pytest

from ui.printing import Terminal, clean, terminal


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\x1b[31mred\x1b[0m", "ared"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "alink"),
        ("a\x9b2Jb", "ab"),
        ("a\x1bcb", "ab"),
        ("a\rb\bc\x00\x7f", "abc"),
        ("a\u202eb\u2066c\u200f", "abc"),
        ("a\ud800b", "a\ufffdb"),
        ("keeps\ttabs\nand ñ “quotes” — 日本", "keeps\ttabs\nand ñ “quotes” — 日本"),
    ],
)
def test_nothing_that_a_terminal_obeys_is_left(raw: str, shown: str) -> None:
    assert clean(raw) == shown


def test_an_unfinished_escape_sequence_is_taken_out() -> None:
    assert clean("a\x1b") == "a"
    assert "\x1b" not in clean("a\x1b[")
    assert "\x1b" not in clean("\x1b]0;never ends")


def test_lines_are_wrapped_to_the_width_with_a_hanging_indent() -> None:
    stream = io.StringIO()

    Terminal(stream, 20).line("one two three four five", "[1] ", "    ")

    assert stream.getvalue() == "[1] one two three\n    four five\n"


def test_a_pipe_is_not_wrapped() -> None:
    stream = io.StringIO()

    Terminal(stream).line("word " * 50, "- ")

    assert stream.getvalue().count("\n") == 1


def test_a_pipe_is_plain_and_a_screen_is_styled_unless_told_otherwise() -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert not terminal(io.StringIO()).styled
    assert terminal(Screen()).styled
    assert not terminal(Screen(), no_color="1").styled
    assert terminal(Screen()).width is not None
