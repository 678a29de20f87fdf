"""What screen readers hear, and what is then in view."""

from dataclasses import dataclass

import streamlit as st

# One region for the whole page: created once, its text replaced, so that screen readers notice each change once.
# Announcements keep their order and a moment between them, or a quick answer would swallow the one before.
# What one is about is also brought into view: the question of a new answer, which Streamlit scrolls away from,
# and the evidence pressed for, where it stands below the answer (see style.css).
_ANNOUNCER = """
function reveal(what) {
  let steps = what ? 8 : 0; // the page still grows for a moment
  const stop = () => { steps = 0; };
  const step = () => {
    if (steps-- <= 0) return;
    [...document.querySelectorAll(what[0])].pop()?.scrollIntoView({ block: what[1] });
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
  const places = { question: ["h2.question", "start"], evidence: [".evidence mark", "nearest"] };
  setTimeout(() => reveal(places[data.reveal]), 120);
}
"""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A line for screen readers, read out if its `token` is higher than those before."""

    token: int
    text: str
    reveals: str = ""
    """What should then be in view: `question`, `evidence` or nothing in particular."""


SILENCE = Announcement(0, "")
"""Never read out; has the region be there before it speaks."""


def announce(value: Announcement, key: str) -> None:
    """Have screen readers say the announcement once."""
    mount = st.components.v2.component("announcer", js=_ANNOUNCER)
    mount(key=key, data={"token": value.token, "text": value.text, "reveal": value.reveals}, height=0)
