import pytest

from assistant.loading import Loaded, load_bytes
from assistant.reading import subtract
from assistant.schema import reading_of


def read(text: str) -> Loaded:
    loaded = load_bytes(text.encode(), "a.md")
    assert loaded.text == text
    return loaded


def reading(text: str) -> str:
    return reading_of(text, subtract(0, len(text), read(text).markup))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Some **bold** and *leaning* and ***both***.", "Some bold and leaning and both."),
        ("Some **bold *nested* text**.", "Some bold nested text."),
        ("Some __bold__ snake_case_name and 2 * 3 * 4.", "Some bold snake_case_name and 2 * 3 * 4."),
        ("A [link](https://x.example/(a) \"title\") and [*it*][ref].", "A link and it."),
        ("An ![image](a.png) gone.", "An gone."),
        ("Code `a_b*c*` stays.", "Code a_b*c* stays."),
        ("Not \\*leaning\\*.", "Not *leaning*."),
        ("Seen<!-- not\nseen --> text <b>bold</b>.", "Seen text bold."),
        ("Seen.\n\n<!--\n# Not\n\nseen -->\n\nText.", "Seen. Text."),
        ("See <https://a.example/b>.", "See https://a.example/b."),
        ("> quoted\n> *twice*", "quoted twice"),
        ("Security[^1]\n\n[^1]: The note.", "Security1 1 The note."),
        ("| a | b |\n|---|:-:|\n| c | d |", "a | b c | d"),
        ("~~old~~ new", "old new"),
        ("---\ntitle: *x*\n---\nText.", "Text."),
        ("[ref]: https://a.example\n\nText.", "Text."),
        ("One.\n\n***\n\nTwo.", "One. Two."),
        ("```\ncode *x*\n```\n\nText.", "code *x* Text."),
        ("A * star and an ** open one", "A * star and an ** open one"),
        ("\ufeff# Head\n", "Head"),
    ],
)  # fmt: skip
def test_marks_are_no_reading_text(text: str, seen: str) -> None:
    assert reading(text) == seen


def test_headings_are_found_with_their_levels_and_without_their_marks() -> None:
    loaded = read("# One ##\n\nTwo\n===\n\nThree\nlines\n---\n\n### Four\n\n```\n# code\n```\n\n#five is a word\n")

    assert [(loaded.text[start:end], level) for start, end, level in loaded.headings] == [
        ("One", 1),
        ("Two", 1),
        ("Three\nlines", 2),
        ("Four", 3),
    ]


def test_marks_are_in_order_and_apart() -> None:
    loaded = read("# **A** [b](c) *d*\n\n> *e* `f`\n" * 20)

    assert all(first[1] < second[0] for first, second in zip(loaded.markup, loaded.markup[1:], strict=False))
    assert all(0 <= start < end <= len(loaded.text) for start, end in loaded.markup)


@pytest.mark.parametrize(
    "text",
    [
        "*" * 20_000,
        "[" * 20_000 + "]" * 20_000,
        "`" * 20_000,
        "> " * 20_000,
        "| -" * 9_000,
        "<!--" * 9_000,
        "_a" * 9_000,
    ],
)
def test_endless_marks_are_read_in_time(text: str) -> None:
    read(f"{text} x")
