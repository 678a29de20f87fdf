"""A reader in a process of its own, which may take only so much: what it cannot do in there is refused.

The process is a fresh interpreter, so nothing of ours is loaded into it but the one reader; it gets no
environment, hence no key and no address, and the document passes through memory, never through a disk.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from typing import IO, Any

from assistant.loading.values import MEBIBYTE, Limits, RefusedError, too_long
from assistant.loading.worker import OUT_OF_MEMORY, TOO_MUCH_TEXT

_LATE = (-signal.SIGXCPU, -signal.SIGALRM)
_HINT = "Split it or save it again in the program that made it; if you trust it, raise STRATEGY_PARSE_{}."


def confined(reader: str, data: bytes, limits: Limits) -> Mapping[str, Any]:
    """Return what the function `reader` ("module:function") makes of `data` and `limits`, as a JSON object.

    Raises RefusedError: the reader's own, or because it took too long, too much memory, or failed.
    """
    command = [sys.executable, "-P", "-s", "-m", "assistant.loading.worker", reader, json.dumps(asdict(limits))]
    with _anonymous() as given, _anonymous() as made, _anonymous() as said:
        given.write(data)
        given.seek(0)
        code = _run(command, given, made, said, limits)
        made.seek(0)
        said.seek(0)
        if code:
            raise _stopped(code, said.read(), limits)
        record: dict[str, Any] = json.load(made)
    if "refused" in record:
        raise RefusedError(*record["refused"])
    return record


def _run(command: list[str], given: IO[bytes], made: IO[bytes], said: IO[bytes], limits: Limits) -> int:
    """Return the exit code of a process; when time is up, or we are stopped, it ends with all that it has started."""
    environment = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONUTF8": "1"}
    process = subprocess.Popen(command, stdin=given, stdout=made, stderr=said, env=environment, start_new_session=True)
    try:
        return process.wait(limits.seconds)
    except BaseException as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            raise _too_slow(limits) from error
        raise


def _anonymous() -> IO[bytes]:
    """Return a file without a name, in memory where the system has such."""
    return os.fdopen(os.memfd_create("document"), "w+b") if hasattr(os, "memfd_create") else tempfile.TemporaryFile()


def _too_slow(limits: Limits) -> RefusedError:
    return RefusedError(f"could not be read within {limits.seconds:g} seconds.", _HINT.format("SECONDS"))


def _stopped(code: int, said: bytes, limits: Limits) -> RefusedError:
    if code in _LATE:
        return _too_slow(limits)
    if code == TOO_MUCH_TEXT:
        return too_long(limits)
    if code == OUT_OF_MEMORY:
        return RefusedError(f"needs more than {limits.memory // MEBIBYTE} MB to be read.", _HINT.format("MEMORY"))
    if code < 0:
        return RefusedError(
            f"made its reader stop: it is damaged, or needs more than {limits.memory // MEBIBYTE} MB.",
            "Replace it with the original, or save it again in the program that made it.",
        )
    # The class of the error alone: its message may quote the document.
    last = said.decode("utf-8", "replace").strip().rpartition("\n")[2].partition(":")[0][-60:]
    return RefusedError(
        f"cannot be read ({last or 'no reason given'}).", "Save it again, or give it as another format."
    )
