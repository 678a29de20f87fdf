"""Readers that hang, grow, crash or lie, in the process that reads documents."""

import time
from pathlib import Path

import pytest

from assistant.loading.confining import confined
from assistant.loading.values import MEBIBYTE, Limits, RefusedError

READERS = """
import os, signal, socket, subprocess, sys, time
from assistant.loading.values import Loaded, RefusedError

def sound(data, limits): print("noise"); return Loaded(data.decode(), "text/plain", pages=(0, 2))
def sleeps(data, limits): time.sleep(60)
def spins(data, limits):
    while True: pass
def grows(data, limits): return [bytearray(1 << 20) for _ in range(1 << 20)]
def crashes(data, limits): os.kill(os.getpid(), signal.SIGSEGV)
def fails(data, limits): raise KeyError("the secret plan")
def refuses(data, limits): raise RefusedError("is no good.", "Get another.")
def talks(data, limits): return Loaded("x" * 2_000, "text/plain")
def floods(data, limits):
    while True: os.write(2, b"x" * 65536)
def forks(data, limits):
    open(data.decode(), "w").close()
    pid = os.fork()
    if pid:
        with open(data.decode(), "w") as file: file.write(str(pid))
    time.sleep(60)
def environment(data, limits): return Loaded(" ".join(sorted(os.environ)), "text/plain")
def modules(data, limits): return Loaded(" ".join(sys.modules), "text/plain")
"""
SMALL = Limits(seconds=2, memory=128 * MEBIBYTE, characters=1_000)


@pytest.fixture(autouse=True)
def injected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "injected.py").write_text(READERS)
    monkeypatch.syspath_prepend(str(tmp_path))


def refused(reader: str) -> RefusedError:
    started = time.monotonic()
    with pytest.raises(RefusedError) as caught:
        confined(f"injected:{reader}", b"x", SMALL)
    assert time.monotonic() - started < SMALL.seconds + 3
    assert caught.value.hint
    return caught.value


def test_what_a_reader_returns_comes_back_whatever_it_prints() -> None:
    record = confined("injected:sound", b"abc", SMALL)

    assert (record["text"], record["pages"]) == ("abc", [0, 2])


@pytest.mark.parametrize("reader", ["sleeps", "spins"])
def test_a_reader_that_takes_too_long_is_stopped(reader: str) -> None:
    assert "could not be read within 2 seconds" in refused(reader).reason


def test_what_a_reader_has_started_ends_with_it(tmp_path: Path) -> None:
    with pytest.raises(RefusedError):
        confined("injected:forks", str(tmp_path / "pid").encode(), SMALL)
    pid = (tmp_path / "pid").read_text()
    if not pid:
        pytest.skip("the system let it start nothing")  # the limit on processes holds for everyone but root
    time.sleep(0.2)
    stat = Path("/proc") / pid / "stat"
    assert not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"


def test_a_reader_that_takes_too_much_memory_is_stopped() -> None:
    assert "needs more than 128 MB" in refused("grows").reason


def test_a_reader_that_crashes_takes_nothing_with_it() -> None:
    assert "made its reader stop" in refused("crashes").reason


def test_a_reader_that_fails_says_how_and_quotes_nothing() -> None:
    reason = refused("fails").reason

    assert "KeyError" in reason
    assert "secret" not in reason


def test_a_readers_own_refusal_comes_back() -> None:
    assert (refused("refuses").reason, refused("refuses").hint) == ("is no good.", "Get another.")


def test_too_much_text_is_refused() -> None:
    assert "more than 1,000 characters" in refused("talks").reason


def test_a_reader_that_floods_its_error_output_is_stopped() -> None:
    refused("floods")


def test_the_process_gets_no_environment() -> None:
    named = set(confined("injected:environment", b"x", SMALL)["text"].split())

    assert named <= {"PYTHONPATH", "PYTHONUTF8", "LC_CTYPE"}


def test_the_process_loads_nothing_heavy() -> None:
    loaded = set(confined("injected:modules", b"x", Limits(characters=100_000))["text"].split())

    assert not loaded & {"torch", "chromadb", "numpy", "pydantic", "streamlit", "onnxruntime"}
