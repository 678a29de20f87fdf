"""An official text that was fetched takes the place of its digest at the next build, and leaves it again."""

import pytest

from assistant.index import open_index
from assistant.manifest import OFFICIAL, library_folder, read_corpus
from assistant.opening import open_assistant
from assistant.settings import Settings
from ingest import fetching
from ingest.building import build
from ingest.downloading import Reply

ORDER = b"""Executive Order 13773

By the authority vested in me, it is hereby ordered as follows:

Section 1. Purpose. Transnational criminal organizations have spread.

Sec. 2. Policy. It shall be the policy to strengthen enforcement.

Sec. 3. Implementation. A working group shall report within 120 days.
"""


def test_the_official_text_answers_in_the_place_of_the_digest(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "download", lambda url, *_: Reply(url, "text/plain", ORDER))
    rows = tuple(each.row for each in read_corpus(settings))
    order = next(row for row in rows if row.id == "eo-13773-digest")
    before = build(settings)

    fetching.fetch(settings, order, rows)
    stale = open_index(settings).notes
    build(settings)

    assert any("stale" in note for note in stale)
    assistant = open_assistant(settings)
    ids = [document.id for document in assistant.documents]
    assert "eo-13773-official" in ids
    assert "eo-13773-digest" not in ids
    answer = assistant.ask("What does section 2 of executive order 13773 say?")
    assert answer.text.startswith("The official text of the Executive Order 13773 §2 says:")
    assert {(citation.ref, citation.authority) for citation in answer.citations} == {("EO 13773 §2", "official")}

    (library_folder(settings) / OFFICIAL).unlink()
    assert build(settings).generation == before.generation
