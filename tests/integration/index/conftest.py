"""Builds of the real corpus with a model of a megabyte; see `fakes.py`."""

import hashlib
import importlib.util
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest

from assistant.manifest import corpus_folder
from assistant.settings import Settings, read_settings
from ingest.building import build

HERE = Path(__file__).parent


def _fakes() -> ModuleType:
    spec = importlib.util.spec_from_file_location("index_fakes", HERE / "fakes.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def small_model(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the fakes in the place of the modules that load torch, unless a test wants the real model."""
    if "real_model" not in request.fixturenames:
        for name, module in _fakes().modules().items():
            monkeypatch.setitem(sys.modules, name, module)


@pytest.fixture(scope="session")
def two_generations(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder whose index has two generations: a corpus with another title, then the bundled one. Do not change."""
    folder = tmp_path_factory.mktemp("two")
    other = folder / "corpus"
    shutil.copytree(corpus_folder(read_settings()), other)
    manifest = other / "manifest.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"ICS Peru"', '"Another"'), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for name, module in _fakes().modules().items():
            patch.setitem(sys.modules, name, module)
        settings = read_settings().model_copy(update={"data": folder / "data", "corpus": other})
        build(settings)
        build(settings.model_copy(update={"corpus": None}))
    yield folder


@pytest.fixture
def settings(two_generations: Path, tmp_path: Path) -> Settings:
    """Settings over a private copy of the two generations and of the other corpus."""
    shutil.copytree(two_generations, tmp_path, dirs_exist_ok=True)
    return read_settings().model_copy(update={"data": tmp_path / "data", "corpus": None})


@pytest.fixture
def other_corpus(settings: Settings) -> Path:
    """The corpus of the older generation."""
    return settings.data.parent / "corpus"


@pytest.fixture(scope="session")
def write_corpus() -> Callable[[Path, Mapping[str, str]], None]:
    """Write a corpus folder of plain documents, id to text, in place of what was there."""

    def write(folder: Path, texts: Mapping[str, str]) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "sources").mkdir(parents=True)
        rows = []
        for name, text in sorted(texts.items()):
            (folder / "sources" / f"{name}.txt").write_text(text, encoding="utf-8")
            row = {"id": name, "path": f"sources/{name}.txt", "title": name.title(), "short": name.title()}
            row |= {"kind": "passages", "sha256": hashlib.sha256(text.encode()).hexdigest()}
            rows.append("[[documents]]\n" + "".join(f'{key} = "{value}"\n' for key, value in row.items()))
        (folder / "manifest.toml").write_text("\n".join(rows), encoding="utf-8")

    return write
