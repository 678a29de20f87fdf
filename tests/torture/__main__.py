"""What a build must survive, done many times: `python tests/torture [--share 0.1] [--json] [ROW…]`.

Prints a table for people, or with --json a line for each row. Exit code 1 where anything was wrong. Uses the model of a
megabyte that the index tests use, so that a build takes half a second; every other part is the real thing.
"""

import argparse
import importlib.util
import json
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from processes import isolate

isolate()

# Loaded ahead of the forks; none of them starts threads by that.
import chromadb.api.rust  # noqa: E402, F401
import numpy.random  # noqa: E402, F401
import onnxruntime  # noqa: E402, F401
from rows import ROWS, Torture, Trial  # noqa: E402
from scenes import prepare  # noqa: E402

from ingest import verifying, writing  # noqa: E402, F401

SEED = 20_200_207
SHOWN = 3


def _use_fakes() -> None:
    path = Path(__file__).parents[1] / "integration" / "index" / "fakes.py"
    spec = importlib.util.spec_from_file_location("fakes", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.install()


def _run(name: str, torture: Torture) -> dict[str, object]:
    start = time.perf_counter()
    trials: list[Trial] = []
    for trial in ROWS[name][1](torture):
        trials.append(trial)
        for complaint in trial.complaints:
            print(f"{name}: {trial.what}: {complaint.strip()}", file=sys.stderr, flush=True)
    return {
        "row": name,
        "count": sum(trial.times for trial in trials),
        "failed": [f"{trial.what}: {trial.complaints[0]}" for trial in trials if trial.complaints],
        "skipped": [trial.what for trial in trials if trial.is_skipped],
        "seconds": round(time.perf_counter() - start, 1),
    }


def _revision() -> str:
    if not shutil.which("git"):
        return "unknown"
    done = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def _line(*cells: object) -> None:
    print(f"| {' | '.join(str(cell) for cell in cells)} |", flush=True)


def main() -> int:
    """Run the chosen rows."""
    parser = argparse.ArgumentParser(prog="torture")
    parser.add_argument("rows", nargs="*", metavar="ROW", choices=[*ROWS, []])
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    _use_fakes()
    folder = Path(tempfile.mkdtemp(prefix="strategy-torture-"))
    is_wrong = False
    if not args.json:
        print(f"{date.today()}, revision {_revision()}, {platform.machine()}, seed {args.seed}, share {args.share:g}\n")
        _line("What", "Times", "Must hold", "Failed", "Seconds")
        _line("---", "---:", "---", "---:", "---:")
    try:
        scenes = prepare(folder / "scenes")
        for name in args.rows or ROWS:
            torture = Torture(folder / "work", scenes, args.share, random.Random(f"{args.seed} {name}"))
            torture.folder.mkdir(exist_ok=True)
            found = _run(name, torture)
            is_wrong |= bool(found["failed"])
            skipped = f" (skipped: {', '.join(found['skipped'])})" if found["skipped"] else ""
            if args.json:
                print(json.dumps(found), flush=True)
            else:
                _line(name + skipped, found["count"], ROWS[name][0], len(found["failed"]), found["seconds"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return int(is_wrong)


if __name__ == "__main__":
    sys.exit(main())
