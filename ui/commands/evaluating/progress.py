"""How far a run is: a bar for a person, JSON lines for a program, nothing but its end elsewhere."""

import sys
import time

from assistant.records import to_json

_WIDTH = 30
# Oftener than this nobody can read it.
_REDRAWN_S = 0.1


class Bar:
    """Called with how many of how many; draws over its own line on stderr."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        self._started = time.monotonic()
        self._first: int | None = None
        self._drawn = 0.0

    def __call__(self, done: int, total: int) -> None:
        if self._first is None:
            self._first = done
        if self._as_json:
            event = {"event": "progress", "stage": "ask", "done": done, "total": total}
            print(to_json(event), file=sys.stderr, flush=True)
        elif sys.stderr.isatty() and (done == total or time.monotonic() - self._drawn > _REDRAWN_S):
            self._drawn = time.monotonic()
            sys.stderr.write(f"\r\x1b[K{self._line(done, total)}" + ("\n" if done == total else ""))
            sys.stderr.flush()

    def _line(self, done: int, total: int) -> str:
        filled = _WIDTH * done // max(1, total)
        here = done - (self._first or 0)
        left = (time.monotonic() - self._started) / here * (total - done) if here else None
        rest = f", {left:.0f} s left" if left is not None and done < total else ""
        return f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {done} of {total}{rest}"
