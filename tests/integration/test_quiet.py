"""The proof that nothing leaves the machine: the journeys of a person, in a network of their own without a way out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings import Settings

JOURNEY = """
set -e
ip link set lo up
export STRATEGY_DATA="$1/data" PYTHONPATH= HOME="$1"
"$2" -m ui.cli ingest >/dev/null
"$2" -m ui.cli ask "How many tourists visit Peru each year?" | grep -q 580,000
"$2" -m ui.cli ask "goal 2" >/dev/null
"$2" -m ui.cli search "illegal mining" >/dev/null
"$2" -m ui.cli doctor >/dev/null
"$2" -m ui.cli ui --port 18599 2>"$1/app.log" &
app=$!
"$2" - <<'PYTHON'
import time, urllib.request
for _ in range(120):
    try:
        page = urllib.request.urlopen("http://127.0.0.1:18599/", timeout=5).read()
        break
    except OSError:
        time.sleep(0.5)
assert b"<html" in page.lower()
PYTHON
kill $app
"""


def _can_unshare() -> bool:
    try:
        return (
            subprocess.run(
                ["unshare", "-n", "ip", "link", "set", "lo", "up"], capture_output=True, check=False
            ).returncode
            == 0
        )
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not _can_unshare(), reason="needs the right to make a network namespace, and iproute2")
def test_every_journey_works_without_a_network(tmp_path: Path) -> None:
    command = ["unshare", "-n", "bash", "-c", JOURNEY, "journey", str(tmp_path), sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not _can_unshare() or not Path("/usr/bin/strace").exists(), reason="needs strace")
def test_no_socket_to_another_host_is_even_tried(built_settings: Settings) -> None:
    command = [
        "strace",
        "-f",
        "-e",
        "trace=connect,sendto",
        "-o",
        "/dev/stderr",
        sys.executable,
        "-m",
        "ui.cli",
        "ask",
        "coca",
    ]
    environment = {**os.environ, "STRATEGY_DATA": str(built_settings.data)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=environment)
    assert "AF_INET" not in done.stderr
