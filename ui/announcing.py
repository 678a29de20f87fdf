"""What screen readers hear, and what is then in view."""

from dataclasses import dataclass

import streamlit as st

# One region for the whole page: created once, its text replaced, so that screen readers notice each change once.
# Announcements keep their order and a moment between them, or a quick answer would swallow the one before.
# What one is about is also brought into view: the question of a new answer, which Streamlit scrolls away from,
# and what was pressed for. A button that is gone once it was pressed leaves the focus to what it brought.
_ANNOUNCER = """
const last = (selector) => [...document.querySelectorAll(selector)].pop();

// A heading has the focus only because nothing else was there to take it.
const isFree = () => !document.activeElement || document.activeElement.matches("body, h2");

function adopt(heading) {
  if (!heading || !isFree()) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

const places = {
  question() {
    const heading = last("h2.question");
    heading?.scrollIntoView({ block: "start" });
    adopt(heading);
  },
  evidence() {
    const mark = last(".evidence mark");
    const panel = mark?.closest('[class*="st-key-evidence-"]');
    if (!panel) return;
    if (getComputedStyle(panel.closest('[class*="st-key-beside-"]')).position === "sticky") {
      // It stays beside the answer: only its inside moves, and the pressed button keeps its place.
      const [inner, outer] = [mark, panel].map((each) => each.getBoundingClientRect());
      panel.scrollTop += inner.top - outer.top - outer.height / 3;
    } else {
      panel.scrollIntoView({ block: "start" });
    }
    mark.scrollIntoView({ block: "nearest" });
  },
  section() { last("[role=dialog] .section mark")?.scrollIntoView({ block: "center" }); },
  explained() {
    const panel = document.activeElement?.closest('[class*="st-key-made-"]') ?? last('[class*="st-key-made-"]');
    panel?.scrollIntoView({ block: "start" });
  },
  wording() { if (isFree()) last('[class*="st-key-wording-"] textarea')?.focus(); },
  change() { if (isFree()) last('[class*="st-key-change-"] button')?.focus(); },
  problem() { last(".problem")?.scrollIntoView({ block: "nearest" }); },
  welcome() { adopt(last("h2.welcome")); },
};

function reveal(place, said) {
  const turn = said.turn = (said.turn ?? 0) + 1; // a later one ends those before
  // The page still grows for a moment; what opens in its midst, for longer, while Streamlit follows its end.
  let steps = !place ? 0 : place === places.explained ? 16 : 8;
  const stop = () => { steps = 0; };
  const step = () => {
    if (steps-- <= 0 || said.turn !== turn) return;
    place();
    setTimeout(step, 120);
  };
  for (const act of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(act, stop, { once: true, passive: true });
  }
  step();
}

function region() {
  const made = document.createElement("div");
  made.id = "announcer";
  made.setAttribute("role", "status");
  made.setAttribute("aria-live", "polite");
  document.body.append(made);
  return made;
}

export default function ({ data }) {
  const said = document.getElementById("announcer") ?? region();
  if (data.token <= Number(said.dataset.token ?? 0)) return;
  said.dataset.token = data.token;
  const wait = Math.max(0, (said.free ?? 0) - performance.now());
  said.free = performance.now() + wait + 400;
  setTimeout(() => { said.textContent = data.text; }, wait);
  setTimeout(() => reveal(places[data.reveal], said), 120);
}
"""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A line for screen readers, read out if its `token` is higher than those before."""

    token: int
    text: str
    reveals: str = ""
    """What should then be in view: `question`, `evidence`, `section`, `explained`, `wording`, `change`, `problem`, `welcome` or nothing."""


SILENCE = Announcement(0, "")
"""Never read out; has the region be there before it speaks."""


def announce(value: Announcement, key: str) -> None:
    """Have screen readers say the announcement once."""
    mount = st.components.v2.component("announcer", js=_ANNOUNCER)
    mount(key=key, data={"token": value.token, "text": value.text, "reveal": value.reveals}, height=0)
