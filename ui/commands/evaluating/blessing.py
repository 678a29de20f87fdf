"""`strategy eval bless RUN`: what later runs are measured against."""

import argparse
from pathlib import Path

from assistant.errors import DatasetError
from assistant.settings import Settings


def bless_action(args: argparse.Namespace, settings: Settings) -> int:
    """Make a run's numbers the baseline of its suite."""
    from evals.blessing import baselines_folder, bless
    from evals.runs import find_run, read_run

    folder = Path(args.out) if args.out else baselines_folder(settings)
    try:
        path = bless(read_run(find_run(args.run, settings)), folder)
    except OSError as error:
        raise DatasetError(f"{folder} cannot be written: {error.strerror}.", "Name another with --out.") from error
    print(f"The baseline of the suite is now {path}")
    return 0
