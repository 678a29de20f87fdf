"""Builds in processes that are killed or hit by faults. Run as a script: `builder.py MODE DATA CORPUS [POINT…]`.

`build` builds once and prints the outcome. `kill` and `fail` take a fresh copy of DATA for each POINT, start a
build in a child, and at its POINT-th change of a file kill the child, or let that change fail with "no space
left"; a second child then opens what is left, asks it, builds again, and prints what it saw as one JSON line.
`count` prints how many points there are.
"""

import importlib.util
import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path

# Loaded ahead of the forks; none of them starts threads by that.
import chromadb  # noqa: F401
import numpy as np  # noqa: F401
import onnxruntime  # noqa: F401

from assistant.errors import AssistantError
from assistant.index import open_index
from assistant.settings import Settings, read_settings
from ingest import verifying, writing  # noqa: F401
from ingest.building import build

_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate", "sqlite3.connect"}


def _load_fakes() -> None:
    spec = importlib.util.spec_from_file_location("fakes", Path(__file__).with_name("fakes.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.install()


def _is_change(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        flags = arguments[2]
        return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event in _CHANGES


def _watch(mode: str, point: int) -> list[int]:
    seen = [0]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if _is_change(event, arguments):
            seen[0] += 1
            if seen[0] == point and mode == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if seen[0] == point and mode == "fail":
                raise OSError(28, "No space left on device")

    sys.addaudithook(hook)
    return seen


def _build(settings: Settings) -> str:
    try:
        return "unchanged" if build(settings).unchanged else "built"
    except AssistantError as error:
        return f"{type(error).__name__}: {error.message}"


def _in_child(work: "Callable[[], object]") -> tuple[int, object]:  # noqa: F821
    """Return (exit status or minus the signal, what `work` returned)."""
    reading, writing_end = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.write(writing_end, json.dumps(work()).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writing_end)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), json.loads(said) if said else None


def _examine(settings: Settings) -> dict[str, object]:
    start = time.perf_counter()
    index = open_index(settings)
    found = index.dense(index.encode("illegal mining"), 3)
    seen: dict[str, object] = {
        "generation": index.card.generation,
        "answers": bool(found and index.lexical(["mine"], 3)),
        "notes": [note for note in index.notes if "stale" not in note],
        "opened_s": time.perf_counter() - start,
        "backend": index.dense_backend(),
    }
    index.close()
    seen["again"] = _build(settings)
    folder = settings.data / "index"
    left = [
        *folder.glob("building-*"),
        *folder.glob("live-*"),
        *(folder / "generations").glob(".*"),
        *(folder / "copies").glob("*"),
    ]
    return {**seen, "left": [path.name for path in left], "final": open_index(settings).card.generation}


def _try(mode: str, template: Path, corpus: Path, point: int) -> dict[str, object]:
    data = template.with_name(f"{template.name}-{mode}-{point}")
    shutil.copytree(template, data)
    settings = read_settings().model_copy(update={"data": data, "corpus": corpus})

    def attempt() -> object:
        _watch(mode, point)
        return _build(settings)

    status, outcome = _in_child(attempt)
    _, seen = _in_child(lambda: _examine(settings))
    shutil.rmtree(data)
    return {"point": point, "status": status, "outcome": outcome, "seen": seen}


def main(mode: str, data: Path, corpus: Path, points: list[int]) -> None:
    """Run one mode."""
    _load_fakes()
    settings = read_settings().model_copy(update={"data": data, "corpus": corpus})
    if mode == "build":
        print(json.dumps(_build(settings)))
    elif mode == "count":
        seen = _watch(mode, 0)
        _build(settings)
        print(json.dumps(seen[0]))
    else:
        for point in points:
            print(json.dumps(_try(mode, data, corpus, point)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), [int(point) for point in sys.argv[4:]])
