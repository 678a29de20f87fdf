"""Work in child processes that may be killed or hit by faults."""

import ctypes
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# No single build, and no look at what it left, takes this long.
HANGS_S = 60.0

_LAYER = "STRATEGY_TORTURE_LAYER"


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to a process."""

    point: int = 0
    """At which operation on a file of the data folder, from 1; 0: never."""
    error: int = 0
    """Of the operation, an errno; 0: the process is killed."""
    lasting: bool = False
    """The operations after it fail too."""
    reads: bool = False
    """Reading counts too."""
    after_s: float | None = None
    """Killed this long after the start, whatever it does then."""


QUIET = Fault()


@dataclass(frozen=True, slots=True)
class End:
    """How a child ended."""

    status: int
    """Exit status, or minus the signal."""
    said: object
    """What the work returned; None if it did not come to that."""
    seen: int = 0
    """How many operations were counted."""


def isolate() -> None:
    """Start this program again with the fault layer loaded and, for root, with mounts that end with it; once.

    Where there is no C compiler, or mounts cannot be kept apart, it goes on without.
    """
    if _LAYER in os.environ:
        # Loaded: neither the file nor the processes that are started from here need it any more.
        os.environ.pop("LD_PRELOAD", None)
        if has_layer():
            shutil.rmtree(Path(os.environ[_LAYER]).parent, ignore_errors=True)
        return
    os.environ[_LAYER] = layer = _compiled()
    if layer:
        os.environ["LD_PRELOAD"] = layer
    apart = ["unshare", "--mount"]
    if os.geteuid() != 0 or not shutil.which("unshare") or subprocess.run([*apart, "true"], check=False).returncode:
        apart = []
    command = [*apart, sys.executable, *sys.argv]
    os.execvp(command[0], command)


def _compiled() -> str:
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return ""
    layer = Path(tempfile.mkdtemp(prefix="strategy-torture-")) / "faults.so"
    source = Path(__file__).with_name("faults.c")
    done = subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", layer, source, "-ldl"], check=False)
    return "" if done.returncode else str(layer)


def has_layer() -> bool:
    """Say whether faults can be set by operation."""
    return bool(os.environ.get(_LAYER))


def in_child(work: Callable[[], object], data: Path, fault: Fault = QUIET, hangs_s: float = HANGS_S) -> End:
    """Run `work`, which returns JSON values, in a fork that `fault` hits where it works on files under `data`.

    What takes longer than `hangs_s` is killed.
    """
    child = start_child(work, data, fault)
    if fault.after_s is not None:
        time.sleep(fault.after_s)
        os.kill(child.pid, signal.SIGKILL)
    return end_of(child, hangs_s)


@dataclass(frozen=True, slots=True)
class Child:
    """A process under way."""

    pid: int
    pipe: int


def start_child(work: Callable[[], object], data: Path, fault: Fault = QUIET) -> Child:
    """As `in_child`, without waiting."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _work(work, data, fault, writing)
    os.close(writing)
    return Child(pid, reading)


def end_of(child: Child, hangs_s: float = HANGS_S) -> End:
    """Wait for a child; one that hangs is killed."""
    said = _read(child, hangs_s)
    _, status = os.waitpid(child.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    return End(code, *json.loads(said)) if said else End(code, None)


def _work(work: Callable[[], object], data: Path, fault: Fault, pipe: int) -> None:
    code = 1
    try:
        layer = ctypes.CDLL(None) if has_layer() else None
        if layer:
            arguments = (fault.point, fault.error, int(fault.lasting), int(fault.reads))
            layer.faults_arm(os.fsencode(data), *arguments)
        said = work()
        seen = layer.faults_seen() if layer else 0
        with os.fdopen(pipe, "w") as file:
            json.dump([said, seen], file)
        code = 0
    except BaseException:  # noqa: BLE001  told, and the process ends
        traceback.print_exc()
    finally:
        os._exit(code)


def _read(child: Child, hangs_s: float) -> str:
    deadline = time.monotonic() + hangs_s
    with os.fdopen(child.pipe) as file:
        while select.select([file], [], [], max(0.0, deadline - time.monotonic()))[0]:
            return file.read()
    os.kill(child.pid, signal.SIGKILL)
    return ""
