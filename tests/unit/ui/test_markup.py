from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant.schema import AnswerSentence, Citation, Passage, Section, Sentence
from ui import markup
from ui.evidence import Evidence
from ui.explanations import Part, Table

HOSTILE = '<img src=http://evil.example/x onerror="a()"> $a$ **b** [x](http://evil.example) </p><script>'


class _Text(HTMLParser):
    """The text that a browser would show, and the tags that it would make."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def _shown(html: str) -> _Text:
    parser = _Text()
    parser.feed(html)
    parser.close()
    return parser


def _citation(quote: str = HOSTILE) -> Citation:
    return Citation(1, "d", HOSTILE, "MO 2.2", HOSTILE, HOSTILE, "d/MO 2.2/01", quote, ((0, 5),))


def _passage(text: str) -> Passage:
    return Passage("d/MO 2.2/01", "d", "MO 2.2", HOSTILE, text, ((0, 5),), (Sentence(text, ((0, 5),)),))


def _section(passage: Passage) -> Section:
    return Section("d", "MO 2.2", "objective", HOSTILE, (HOSTILE,), "MG 2", (), (passage,))


@pytest.mark.parametrize(
    "html",
    [
        markup.question(HOSTILE),
        markup.named(HOSTILE, HOSTILE),
        markup.said(f"{HOSTILE}\n- {HOSTILE}"),
        markup.explanation((Part(HOSTILE, HOSTILE, (HOSTILE,), Table((HOSTILE, HOSTILE), ((HOSTILE, HOSTILE),))),)),
        markup.sentence(AnswerSentence(HOSTILE, "gloss", None)),
        markup.sentence(AnswerSentence(HOSTILE, "quote", "verbatim", (1,))),
        markup.sentence(AnswerSentence(HOSTILE, "lead", None)),
        markup.sentence(AnswerSentence(HOSTILE, "outline", "verbatim", (1,))),
        markup.nearest(_citation()),
        markup.paragraph(HOSTILE, "note"),
        markup.evidence(Evidence(_citation(), _passage(HOSTILE), _section(_passage(HOSTILE)), None), "Evidence [1]"),
        markup.evidence(Evidence(_citation(), None, None, None), "Evidence [1]"),
        markup.whole_section(_section(_passage(HOSTILE)), _citation()),
    ],
)
def test_data_is_never_markup(html: str) -> None:
    shown = _shown(html)

    assert HOSTILE in shown.text
    assert not {"img", "script", "a"} & set(shown.tags)


def test_the_highlight_is_exactly_the_quote() -> None:
    quote = "Second & <last>."
    html = markup.evidence(Evidence(_citation(quote), _passage(f"First. {quote}"), None, None), "Evidence [1]")

    assert "First. <mark>Second &amp; &lt;last&gt;.</mark>" in html


def test_quotes_stand_in_quotation_marks_and_our_own_words_do_not() -> None:
    assert markup.sentence(AnswerSentence("x", "quote", "verbatim", (1,))).startswith("<q ")
    assert "<q" not in markup.sentence(AnswerSentence("x", "lead", None))


def test_an_endless_question_is_cut_short_on_the_page() -> None:
    assert len(markup.question("x" * 100_000)) < 1_000


def test_control_characters_and_lone_surrogates_can_be_drawn() -> None:
    assert markup.escape("a\x00b\x1b[31m\ud800") == "a\ufffdb\ufffd[31m?"


def test_line_breaks_and_tabs_stay() -> None:
    assert markup.escape("a\n\tb") == "a\n\tb"


@pytest.mark.parametrize(
    "text", ["**b**", "$a$", "[x](http://e.example)", "`c`", "<b>", "# h", "_i_", "~~s~~", "1\\. x"]
)
def test_each_mark_of_markdown_is_escaped_in_a_label(text: str) -> None:
    label = markup.label(text)
    rest = label.replace("\\\\", "")

    assert all(rest[at - 1] == "\\" for at, mark in enumerate(rest) if mark in "*$[]()`<>#_~:.!{}|" and at)
    assert label.replace("\\\\", "\0").replace("\\", "").replace("\0", "\\").replace("\u2060", "") == text


@pytest.mark.parametrize("text", [":smile:", ":material/home:", ":streamlit:", ":red[x]"])
def test_names_between_colons_become_no_icon_in_a_label(text: str) -> None:
    assert ":\u2060" in markup.label(text)


@pytest.mark.parametrize("text", ["a -> b", "a <- b", "a -- b", "a >= b", "a ->"])
def test_arrows_stay_as_typed_in_a_label(text: str) -> None:
    assert "\u2060 " in markup.label(text) or markup.label(text).endswith("\u2060")


def test_a_label_is_one_short_line() -> None:
    label = markup.label("word\n" * 1_000)

    assert "\n" not in label
    assert len(label) < 200


def test_a_section_shows_its_title_once() -> None:
    title = Passage("d/MO 2.2/00", "d", "MO 2.2", "Title", "The title.", ((0, 5),), ())
    section = Section("d", "MO 2.2", "objective", "The title.", (), None, (), (title, _passage("Text.")))

    assert markup.whole_section(section, _citation("Text.")).count("The title.") == 1


def test_a_page_is_named_where_the_place_is() -> None:
    cited = replace(_citation("Coca."), page=8, title="The Strategy")

    assert "The Strategy, p. 8" in _shown(markup.evidence(Evidence(cited, None, None, None), "Evidence")).text
    assert ", p. 8" in _shown(markup.nearest(cited)).text
    assert "p." not in _shown(markup.nearest(_citation("Coca."))).text
