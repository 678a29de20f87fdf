"""What screen readers hear, and what is then in view."""

from dataclasses import dataclass

import streamlit as st

# One region for the whole page: created once, its text replaced, so that screen readers notice each change once.
# What an announcement is about is also brought into view: the question of a new answer, which Streamlit scrolls
# away from, and the evidence pressed for, where it stands below the answer (see style.css).
_ANNOUNCER = """
function reveal(what) {
  let steps = what ? 8 : 0; // the page still grows for a moment
  const stop = () => { steps = 0; };
  const step = () => {
    if (steps-- <= 0) return;
    [...document.querySelectorAll(what[0])].pop()?.scrollIntoView({ block: what[1] });
    setTimeout(step, 120);
  };
  for (const act of ["wheel", "touchstart", "pointerdown", "keydown"]) addEventListener(act, stop, { once: true, passive: true });
  setTimeout(step, 120);
}

export default function ({ data }) {
  let region = document.getElementById("announcer");
  if (!region) {
    region = document.createElement("div");
    region.id = "announcer";
    region.setAttribute("role", "status");
    region.setAttribute("aria-live", "polite");
    document.body.append(region);
  }
  if (data && region.dataset.token !== data.token) {
    region.dataset.token = data.token;
    region.textContent = data.text;
    reveal({ question: ["h2.question", "start"], evidence: [".evidence mark", "nearest"] }[data.reveal]);
  }
}
"""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A line for screen readers; a new `token` has it read out, the same one keeps it silent."""

    token: str
    text: str
    reveals: str = ""
    """What should then be in view: `question`, `evidence` or nothing in particular."""


def announce(value: Announcement, key: str) -> None:
    """Have screen readers say the announcement once."""
    mount = st.components.v2.component("announcer", js=_ANNOUNCER)
    mount(key=key, data={"token": value.token, "text": value.text, "reveal": value.reveals}, height=0)
