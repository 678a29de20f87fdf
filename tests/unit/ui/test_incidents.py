import logging

import pytest

from ui import incidents


def test_the_log_has_the_id_and_the_place_but_never_the_text(caplog: pytest.LogCaptureFixture) -> None:
    def answer(question: str) -> None:
        raise ValueError(question)

    with caplog.at_level(logging.ERROR), pytest.raises(ValueError, match="cable") as caught:
        answer("secret cable text")
    incident = incidents.record(caught.value)

    assert incident in caplog.text
    assert "ValueError" in caplog.text
    assert "answer" in caplog.text
    assert "secret cable text" not in caplog.text


def test_two_incidents_have_two_ids() -> None:
    assert incidents.record(ValueError()) != incidents.record(ValueError())
