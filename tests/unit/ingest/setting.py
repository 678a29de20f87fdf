"""A strategy set as a text: pages, heads and feet, contents, footnotes, and what converters do to all of it."""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field

from missions import Goal, Objective, Strategy


@dataclass(frozen=True)
class Layout:
    """How a strategy is set. The defaults are those of 2018: wrapped, a framework, dot leaders, feet on each page."""

    goal: Callable[[str, str], str] = lambda number, title: f"Mission Goal {number}: {title}"
    objective: Callable[[str, str], str] = lambda number, title: f"Mission Objective {number}: {title}"
    management_goal: Callable[[str, str], str] = lambda number, title: f"Management Goal {number}: {title}"
    management: Callable[[str, str], str] = lambda number, title: f"Management Objective {number}: {title}"
    label: Callable[[str], str] = lambda name: f"{name}: "
    nested: bool = False
    """Objectives are numbered within their goal."""
    stop: bool = True
    """Titles end with a full stop."""
    framework: bool = True
    chapters: tuple[str, ...] = (
        "1. Chief of Mission Priorities", "2. Mission Strategic Framework", "3. Mission Goals and Objectives", "4. Management Objectives",
    )  # fmt: skip
    contents: Callable[[str, int], str] | None = lambda title, page: f"{title} {'.' * 40} {page}"
    head: Callable[[int], str] = lambda page: "FOR PUBLIC RELEASE"
    foot: Callable[[int], str] = lambda page: f"Approved: August 6, 2018\n{page}"
    width: int | None = 95
    gap: str = "\n\n"
    """Between the blocks of a page."""
    break_: str = "\n"
    """Between pages."""
    page: int = 2600
    notes: str = "bottom"
    finish: tuple[Callable[[str], str], ...] = ()
    """What a converter does to the whole text."""


@dataclass
class _Page:
    blocks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def size(self) -> int:
        return sum(map(len, self.blocks))


@dataclass
class _Press:
    layout: Layout
    pages: list[_Page] = field(default_factory=lambda: [_Page()])
    notes: list[str] = field(default_factory=list)

    def add(self, block: str, note: str = "") -> None:
        """Set a block on this page, or on a new one where there is no room."""
        layout = self.layout
        if self.pages[-1].size() + len(block) > layout.page and self.pages[-1].blocks:
            self.pages.append(_Page())
        if note:
            self.notes.append(f"{len(self.notes) + 1} {note}")
            self.pages[-1].notes.append(self.notes[-1])
        is_wrapped = layout.width and len(block.splitlines()) < 2
        self.pages[-1].blocks.append(textwrap.fill(block, layout.width) if is_wrapped else block)

    def heading(self, of: Goal | Objective, is_first: bool) -> None:
        layout, (kind, number) = self.layout, of.ref.split()
        if isinstance(of, Objective) and layout.nested and "." in number:
            number = number.split(".")[1]
        note = of.note if isinstance(of, Objective) and is_first and layout.notes != "none" else ""
        title = f"{of.title}{'.' if layout.stop else ''}{len(self.notes) + 1 if note else ''}"
        words = {"MG": layout.goal, "MO": layout.objective, "MgG": layout.management_goal, "MgO": layout.management}
        self.add(words[kind](number, title), note)

    def every(self, of: tuple[Goal | Objective, ...], is_detail: bool, is_first: bool) -> None:
        for one in of:
            self.heading(one, is_first)
            for part in one.parts if is_detail else ():
                first, *rest = part.paragraphs
                for paragraph in (f"{self.layout.label(part.label)}{first}", *rest):
                    self.add(paragraph)
            if isinstance(one, Goal):
                self.every(one.objectives, is_detail, is_first)

    def text(self) -> str:
        layout, texts = self.layout, []
        for number, page in enumerate(self.pages):
            bottom = "\n".join(page.notes) if layout.notes == "bottom" else ""
            blocks = [layout.head(number), *page.blocks, bottom, layout.foot(number)]
            texts.append(layout.gap.join(block for block in blocks if block))
        text = layout.break_.join(texts)
        for change in layout.finish:
            text = change(text)
        return text


def render(strategy: Strategy, layout: Layout) -> str:
    """Return a strategy as a text in a layout."""
    press = _Press(layout)
    press.pages[0].blocks += ["Integrated Country Strategy", strategy.country]
    if layout.contents:
        rows = [layout.contents(title, page) for title, page in zip(layout.chapters, (2, 4, 6, 11), strict=True)]
        press.pages.append(_Page(["\n".join(["Table of Contents", *rows])]))
    press.pages.append(_Page())
    for block in (layout.chapters[0], *strategy.priorities, layout.chapters[1]):
        press.add(block)
    if layout.framework:
        press.every(strategy.goals, False, True)
        press.every(strategy.management, False, True)
    press.add(layout.chapters[2])
    press.every(strategy.goals, True, not layout.framework)
    press.add(layout.chapters[3])
    press.every(strategy.management, True, not layout.framework)
    if layout.notes == "end":
        press.pages[-1].blocks += ["Notes", *press.notes]
    return press.text()


def flat(text: str) -> str:
    return " ".join(text.split())


def flat_pages(text: str) -> str:
    return "\n".join(flat(page) for page in text.split("\f"))


def windows(text: str) -> str:
    return text.replace("\n", "\r\n")


def worn(text: str) -> str:
    """Ligatures, non-breaking spaces and soft hyphens, as converters leave them."""
    text = text.replace("fi", "ﬁ").replace("U.S. ", "U.S.\u00a0").replace("Mission Goal ", "Mission Goal\u00a0")
    return text.replace("institutions", "insti\u00adtutions").replace("partners.", "part\u00ad\nners.")


def spaced(text: str) -> str:
    """Every line with a blank one below it."""
    return text.replace("\n", "\n\n")
