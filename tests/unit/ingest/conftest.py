"""The real strategy, read once."""

import importlib.util
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from assistant.schema import Document, Section
from ingest.outline import read_sections

for name in ("missions", "setting"):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    # The tests of layouts share them; a folder of tests is no package.
    sys.modules[name] = module
    spec.loader.exec_module(module)


def word_count(text: str) -> int:
    """Stand in for word pieces: near enough for cutting, and no model is needed."""
    return round(len(text.split()) * 1.4)


@pytest.fixture(scope="session")
def strategy() -> Document:
    text = (files("corpus") / "sources" / "ics-peru-2020.txt").read_bytes().decode("utf-8")
    return Document(
        "ics-peru-2020", "ICS", "ICS", "strategy", "peru", "2018-08-08", "2020-02-07", "2018-2022", "", text
    )


@pytest.fixture(scope="session")
def sections(strategy: Document) -> tuple[Section, ...]:
    return read_sections(strategy, word_count)


@pytest.fixture(scope="session")
def by_ref(sections: tuple[Section, ...]) -> dict[str, Section]:
    return {section.ref: section for section in sections}
