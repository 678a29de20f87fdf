"""Memory of the running web app after questions typed in a real browser."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from evals.processes import ChildError, with_variables

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
_PATIENCE_SECONDS = 60


def can_browse() -> bool:
    """Say whether a browser and what drives it are installed."""
    return find_spec("playwright") is not None and _browser() is not None


def app_memory(variables: Mapping[str, str], questions: Sequence[str]) -> float:
    """Return the app's resident memory in units of 1,000,000 bytes after the questions. Raises ChildError."""
    port = _free_port()
    command = [sys.executable, "-P", "-m", "ui.cli", "ui", "--port", str(port)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(with_variables(command, variables), stdout=quiet, stderr=quiet) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(f"{address}/health")
            _ask(address, questions)
            return _resident_mb(server.pid)
        finally:
            server.terminate()


def _ask(address: str, questions: Sequence[str]) -> None:
    from playwright.sync_api import Error, sync_playwright

    try:
        with sync_playwright() as driver:
            page = driver.chromium.launch(executable_path=_browser(), args=list(_FLAGS)).new_page()
            page.goto(address)
            for number, question in enumerate(questions):
                typed = page.get_by_test_id("stChatInputTextArea")
                typed.fill(question)
                typed.press("Enter")
                page.locator("h2.question").nth(number).wait_for()
                page.locator(".searching").wait_for(state="detached")
                page.locator("[data-test-script-state='notRunning']").wait_for()
    except Error as error:
        raise ChildError("The page did not answer in the browser.", "Run `strategy ui` and look.") from error


def _wait(address: str) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=5) as reply:
                if b"ready" in reply.read():
                    return
        except (URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.1)
    raise ChildError("The app was not ready in time.", "Run `strategy ui` and look.")


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024 / 1e6


def _browser() -> str | None:
    return next((path for path in map(shutil.which, _BROWSERS) if path), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
