import sys

import pytest

from evals.processes import ChildError, round_trips, run

ECHO = "import sys\nfor line in sys.stdin: print(line.strip(), flush=True)"


def test_a_process_is_timed_and_heard() -> None:
    done = run([sys.executable, "-c", "import os; print(os.environ['WORD'], input())"], {"WORD": "a"}, "b\n")

    assert done.output == "a b\n"
    assert 0 < done.seconds < 30
    assert 1 < done.peak_mb < 500


def test_a_process_that_fails_is_a_known_error_with_its_last_words() -> None:
    with pytest.raises(ChildError, match="ended with 3: the end"):
        run([sys.executable, "-c", "import sys; sys.stderr.write('first\\nthe end\\n'); sys.exit(3)"], {})


def test_each_round_trip_is_timed() -> None:
    times = round_trips([sys.executable, "-c", ECHO], {}, ["one", "two"])

    assert len(times) == 2
    assert all(time > 0 for time in times)


def test_a_batch_that_ends_early_is_a_known_error() -> None:
    with pytest.raises(ChildError):
        round_trips([sys.executable, "-c", "input(); print(flush=True)"], {}, ["one", "two", "three"])
