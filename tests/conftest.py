"""What all tests share: closed sockets, a data folder of their own, and one index of the real strategy."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.opening import Assistant, open_assistant
from assistant.settings import Settings, read_settings

# Before any library is imported that reads them.
read_settings()
_connect = socket.socket.connect
_LOOPBACK = ("127.", "::1", "localhost")


def _guarded_connect(self: socket.socket, address: object) -> None:
    host = str(address[0]) if isinstance(address, tuple) else ""
    if self.family != socket.AF_UNIX and not host.startswith(_LOOPBACK):
        raise AssertionError(f"a test tried to connect to {address}")
    _connect(self, address)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def closed_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test of this process reach beyond this machine."""
    monkeypatch.setattr(socket.socket, "connect", _guarded_connect)


@pytest.fixture(autouse=True)
def own_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give each test an empty data folder and no settings of whoever runs it."""
    for name in [name for name in os.environ if name.startswith("STRATEGY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("STRATEGY_DATA", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def built_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose index is that of the bundled corpus, built once."""
    from ingest.building import build

    settings = Settings(data=tmp_path_factory.mktemp("built") / "data", _env_file=None)
    build(settings)
    return settings


@pytest.fixture(scope="session")
def assistant(built_settings: Settings) -> Iterator[Assistant]:
    """The assistant over the bundled corpus."""
    yield open_assistant(built_settings)
