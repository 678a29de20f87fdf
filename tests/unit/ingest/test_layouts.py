"""One strategy in many layouts: whatever the page looks like, the same places, titles, parts and texts are found."""

import random
import re

import pytest
from missions import Objective, Strategy, sample, whole, with_management_goals
from setting import Layout, flat, flat_pages, render, spaced, windows, worn

from assistant.schema import Document, Section, reading_of
from ingest.outline import Outline, read_outline

WORDS = ("ZERO", "ONE", "TWO", "THREE", "FOUR")
ROMAN = ("O", "I", "II", "III", "IV")
PLAIN = (
    "Chief of Mission Priorities",
    "Mission Strategic Framework",
    "Mission Goals and Objectives",
    "Management Objectives",
)
LAYOUTS: dict[str, Layout] = {
    "2018, dot leaders": Layout(),
    "2022, page of pages": Layout(
        head=lambda page: f"FOR PUBLIC RELEASE                              Page {page} of 18", foot=lambda page: "Approved: April 21, 2022\n   FOR PUBLIC RELEASE",
        contents=lambda title, page: f"  {title}                         {page}", label=lambda name: f"• {name}: ",
    ),
    "bars": Layout(
        goal=lambda n, title: f"Mission Goal {n} | {title}", objective=lambda n, title: f"Objective {n} | {title}", label=lambda name: f"{name} | ",
        management=lambda n, title: f"Management Objective {n} | {title}", stop=False, head=lambda page: "", foot=lambda page: f"ICS Kenya | {page}", break_="\n\f",
    ),
    "capitals and words": Layout(
        goal=lambda n, title: f"MISSION GOAL {WORDS[int(n)]}: {title}", objective=lambda n, title: f"MISSION OBJECTIVE {n}: {title}", label=lambda name: f"{name.upper()}: ",
        management=lambda n, title: f"MANAGEMENT OBJECTIVE {WORDS[int(n)]}: {title}", foot=lambda page: f"{page} | P a g e",
    ),
    "dashes, nested numbers": Layout(
        goal=lambda n, title: f"Goal {WORDS[int(n)].title()} – {title}", objective=lambda n, title: f"Objective {n}: {title}", nested=True,
        label=lambda name: f"{name} – ", contents=lambda title, page: f"{title}\t{page}", foot=lambda page: f"Page {page} of 20", chapters=PLAIN,
    ),
    "roman numbers with a stop": Layout(
        goal=lambda n, title: f"Mission Goal {ROMAN[int(n)]}. {title}", objective=lambda n, title: f"Mission Objective {n} – {title}",
        foot=lambda page: f"- {page} -", contents=None, framework=False,
    ),
    "bare numbers": Layout(goal=lambda n, title: f"Goal {n} | {title}", objective=lambda n, title: f"{n} {title}", head=lambda page: "", chapters=PLAIN),
    "labels on lines of their own": Layout(
        label=lambda name: f"{name.replace(' and ', ' & ')}\n", stop=False, head=lambda page: "U.S. Mission Nairobi – Integrated Country Strategy", foot=lambda page: str(page), break_="\f",
    ),
    "titles on lines of their own": Layout(
        goal=lambda n, title: f"MISSION GOAL {n}\n{title}", objective=lambda n, title: f"OBJECTIVE {n}\n{title}", management=lambda n, title: f"MANAGEMENT OBJECTIVE {n}\n{title}",
        label=lambda name: f"{name.upper()}\n", contents=None,
    ),
    "lines as long as paragraphs": Layout(width=None, gap="\n", contents=None, head=lambda page: "", foot=lambda page: "", chapters=PLAIN, notes="end"),
    "tight wrapped lines": Layout(gap="\n", width=80, foot=lambda page: f"Unclassified\nUpdated: March 4, 2021 {page}"),
    "notes at the end": Layout(notes="end", contents=lambda title, page: f"{title} {'. ' * 30}{page}"),
    "one line": Layout(finish=(flat,), notes="none", head=lambda page: "FOR PUBLIC RELEASE", foot=lambda page: f"Approved: August 18, 2018 {page}", contents=lambda title, page: f"{title} {page}"),
    "a page a line": Layout(finish=(flat_pages,), break_="\f", notes="none", contents=lambda title, page: f"{title} {'.' * 30} {page}"),
    "Windows": Layout(finish=(windows,)),
    "worn by a converter": Layout(finish=(worn,)),
    "double spaced": Layout(finish=(spaced,)),
    "Markdown": Layout(
        goal=lambda n, title: f"## Mission Goal {n}: {title}", objective=lambda n, title: f"### Mission Objective {n}: {title}", label=lambda name: f"**{name}:** ",
        management=lambda n, title: f"### Management Objective {n}: {title}", width=None, head=lambda page: "", foot=lambda page: "", contents=None, notes="none",
    ),
}  # fmt: skip


def read(text: str) -> tuple[Document, Outline]:
    document = Document("ics", "ICS", "ICS", "strategy", "nairobi", None, None, None, "", text)
    return document, read_outline(document, lambda words: round(len(words.split()) * 1.4))


def plain(text: str) -> str:
    """Return a text for comparison: what converters change, and line ends inside words, made one."""
    return re.sub(r"[\s\u00ad]+", "", text.replace("ﬁ", "fi"))


def texts(section: Section, part: str) -> str:
    return plain(" ".join(passage.text for passage in section.passages if passage.part == part))


def assert_found(strategy: Strategy, layout: Layout) -> None:
    document, outline = read(render(strategy, layout))
    found = {section.ref: section for section in outline.sections}
    wanted = list(whole(strategy))
    refs = [ref for ref in found if not ref.startswith(("About", "§"))]
    assert refs == ["CoM", *(one.ref for one in wanted)], outline.remarks
    assert [ref for ref in found if ref.startswith("§")] == []
    assert plain("".join(strategy.priorities)) in texts(found["CoM"], "Text")
    for one in wanted:
        section = found[one.ref]
        assert plain(section.title).rstrip(".") == plain(one.title)
        labels = list(dict.fromkeys(passage.part.replace("&", "and") for passage in section.passages))
        labels = [label for label in labels if label not in ("Title", "Framework")]
        note = [f"Footnote {n}" for n in section.footnotes]
        assert labels == [*(part.label for part in one.parts), *note]
        for part in one.parts:
            assert plain("".join(part.paragraphs)) == texts(
                section, next(p.part for p in section.passages if p.part.replace("&", "and") == part.label)
            )
        if isinstance(one, Objective) and one.note and layout.notes != "none":
            assert [plain(one.note)] == [
                plain(passage.text) for passage in section.passages if passage.part.startswith("Footnote")
            ]
    assert [document.text[start:end] for start, end in outline.unclaimed] == []
    for section in outline.sections:
        for passage in section.passages:
            assert passage.text == reading_of(document.text, passage.ranges)
            assert [s.text for s in passage.sentences] == [
                reading_of(document.text, s.ranges) for s in passage.sentences
            ]


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_gives_the_same_places_titles_parts_and_texts(name: str) -> None:
    assert_found(sample("Kenya", 1), LAYOUTS[name])


MARKS = (": ", " | ", " – ", " — ", " - ")
CHOICES: dict[str, tuple[object, ...]] = {
    "goal": tuple(
        (lambda n, title, name=name, mark=mark, number=number: f"{name} {number(n)}{mark}{title}")
        for name in ("Mission Goal", "MISSION GOAL", "Goal")
        for number in (str, lambda n: WORDS[int(n)].title(), lambda n: ROMAN[int(n)])
        for mark in (*MARKS, "\n")
    ),
    "objective": tuple(
        (lambda n, title, name=name, mark=mark: f"{name} {n}{mark}{title}")
        for name in ("Mission Objective", "MISSION OBJECTIVE", "Objective", "OBJECTIVE")
        for mark in (*MARKS, "\n", "  ")
    ),
    "management": tuple((lambda n, title, mark=mark: f"Management Objective {n}{mark}{title}") for mark in MARKS),
    "management_goal": tuple((lambda n, title, mark=mark: f"MANAGEMENT GOAL {n}{mark}{title}") for mark in MARKS),
    "label": tuple(
        (lambda name, mark=mark, style=style: style(name) + mark)
        for mark in (": ", " | ", " – ", ":\n", "\n")
        for style in (str, str.upper, lambda name: name.replace(" and ", " & "), lambda name: f"• {name}")
    ),
    "nested": (False, False, True),
    "stop": (True, False),
    "framework": (True, True, False),
    "chapters": (Layout().chapters, PLAIN, tuple(name.upper() for name in PLAIN), tuple(f"{n}. {name.upper()}" for n, name in enumerate(PLAIN, 1))),
    "contents": (
        None, lambda title, page: f"{title} {'.' * 60} {page}", lambda title, page: f"{title} {'…' * 12}{page}",
        lambda title, page: f"{title}\t{page}", lambda title, page: f"{title}      {page}", lambda title, page: f"{title} {'. ' * 30} {page}",
    ),
    "head": (
        lambda page: "", lambda page: "FOR PUBLIC RELEASE", lambda page: "UNCLASSIFIED", lambda page: f"U.S. Mission to Kenya {page}",
        lambda page: "Integrated Country Strategy of Embassy Nairobi", lambda page: f"FOR PUBLIC RELEASE       Page {page} of 20",
    ),
    "foot": (
        lambda page: "", str, lambda page: f"- {page} -", lambda page: f"{page} | P a g e", lambda page: f"Page {page}", lambda page: f"ICS Kenya | {page}",
        lambda page: f"Approved: February 14, 2022\n{page}", lambda page: f"Originally Approved: August 8, 2018 Reviewed and Updated: March 4, 2021 {page}",
    ),
    "width": (70, 95, 120, None),
    "gap": ("\n\n", "\n \n"),
    "break_": ("\n", "\n\n", "\f", "\n\f"),
    "page": (1400, 2600, 4000),
    "notes": ("bottom", "end", "none"),
    "finish": ((), (), (windows,), (worn,)),
}  # fmt: skip


def random_layout(seed: int) -> Layout:
    rng = random.Random(seed)
    layout = Layout(**{name: rng.choice(values) for name, values in CHOICES.items()})  # type: ignore[arg-type]
    return layout


@pytest.mark.parametrize("seed", range(40))
def test_any_mix_of_layouts_gives_the_same_places(seed: int) -> None:
    strategy = sample(("Kenya", "Colombia", "Jordan", "Vietnam", "Côte d’Ivoire", "Timor-Leste")[seed % 6], seed)
    assert_found(with_management_goals(strategy) if seed % 3 == 0 else strategy, random_layout(seed))
