"""The reading process: limits itself, reads one document from its input, writes what came of it, ends.

Started by `assistant.loading.confining` and by nothing else.
"""

import json
import math
import os
import resource
import signal
import sys
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module

from assistant.loading.values import Limits, Loaded, RefusedError

OUT_OF_MEMORY, TOO_MUCH_TEXT = 3, 4
"""Exit codes."""

# JSON writes a character with at most twelve bytes; offsets and remarks come on top.
_BYTES_A_CHARACTER = 12
_SPARE = 16 * 2**20


def main() -> None:
    """Read the document on stdin with the reader that the command line names; write a JSON object to stdout."""
    reader, limits = sys.argv[1], Limits(**json.loads(sys.argv[2]))
    _limit(limits)
    # Whatever a library prints must not get between.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    module, _, function = reader.partition(":")
    try:
        loaded: Loaded = getattr(import_module(module), function)(sys.stdin.buffer.read(), limits)
        if len(loaded.text) > limits.characters:
            os._exit(TOO_MUCH_TEXT)
        record = json.dumps(asdict(loaded))
    except RefusedError as refusal:
        record = json.dumps({"refused": [refusal.reason, refusal.hint]})
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    try:
        out.write(record.encode())
        out.flush()
    except OSError:
        os._exit(TOO_MUCH_TEXT)
    # At once: a library that hangs or crashes while it is taken down changes nothing.
    os._exit(0)


def _limit(limits: Limits) -> None:
    """Let the system end this process when it takes too much, also when nobody waits for it any more."""
    seconds = math.ceil(limits.seconds)
    most = limits.characters * _BYTES_A_CHARACTER + _SPARE
    wanted = (
        (resource.RLIMIT_AS, (limits.memory, limits.memory)),
        (resource.RLIMIT_CPU, (seconds, seconds + 1)),
        (resource.RLIMIT_FSIZE, (most, most)),
        (resource.RLIMIT_CORE, (0, 0)),
        (resource.RLIMIT_NOFILE, (32, 32)),
        (resource.RLIMIT_NPROC, (0, 0)),
    )
    for which, pair in wanted:
        # Systems other than Linux know some of them only; the clock below and the parent's hold everywhere.
        with suppress(ValueError, OSError):
            resource.setrlimit(which, pair)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + 1)


if __name__ == "__main__":
    main()
