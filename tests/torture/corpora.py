"""Small corpora whose editions can be told apart in every sentence."""

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

_STRATEGY = """
Mission Goal 1: Restore the harbour of edition {n}.

Description: In edition {n} the harbour was closed by a storm. In edition {n} forty fishing boats wait for a berth.

Mission Objective 1.1: Dredge the channel of edition {n}.

Justification: Silt fills the channel of edition {n}. Illegal mining upriver brings the silt of edition {n}.
"""

_PLAIN = {
    "bridge": "The bridge of edition {n} carries twelve lorries an hour. Edition {n} counts each of them at night.\n",
    "school": "Ninety pupils of edition {n} walk to the new school.\n\nEdition {n} pays for their shoes.\n",
}

_EDITION = re.compile(r"edition (\d+)", re.IGNORECASE)


def edition(number: int) -> dict[str, str]:
    """Return the texts of an edition by document id."""
    return {name: text.format(n=number) for name, text in {"harbour": _STRATEGY, **_PLAIN}.items()}


def editions_in(text: str) -> set[int]:
    """Return the numbers of the editions that a text speaks of."""
    return {int(number) for number in _EDITION.findall(text)}


def write_corpus(folder: Path, texts: Mapping[str, str]) -> Path:
    """Write a corpus folder in place of what was there, and return it."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "sources").mkdir(parents=True)
    rows = []
    for name, text in sorted(texts.items()):
        (folder / "sources" / f"{name}.txt").write_text(text, encoding="utf-8")
        row = {"id": name, "path": f"sources/{name}.txt", "title": name.title(), "short": name.title()}
        row |= {"kind": "strategy" if "Mission Goal" in text else "passages"}
        row |= {"sha256": hashlib.sha256(text.encode()).hexdigest(), **_questions(folder, name, text)}
        rows.append("[[documents]]\n" + "".join(f'{key} = "{value}"\n' for key, value in row.items()))
    (folder / "manifest.toml").write_text("\n".join(rows), encoding="utf-8")
    return folder


def _questions(folder: Path, name: str, text: str) -> dict[str, str]:
    """Write the questions that are anticipated for a text, one for each of its numbered sentences; return their row."""
    sentences = re.findall(r"[A-Z][^.:\n]*edition \d+[^.\n]*\.", text)
    lines = [json.dumps({"question": f"Is it true that {each[:-1]}?", "gold": [each]}) + "\n" for each in sentences]
    (folder / "questions").mkdir(exist_ok=True)
    (folder / "questions" / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    sha256 = hashlib.sha256("".join(lines).encode()).hexdigest()
    return {"questions": f"questions/{name}.jsonl", "questions_sha256": sha256}
