"""A real server on a real index, and a real browser that reports everything it should not see."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from assistant.settings import Settings

SERVE = "from assistant.settings import read_settings; from ui.serving import serve; serve(read_settings())"
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESKTOP, PHONE = (1280, 900), (390, 844)
# Read before any test clears the environment.
REQUIRED = os.environ.get("STRATEGY_REQUIRE_BROWSER") == "1"


@dataclass(frozen=True)
class Server:
    """A running app."""

    port: int
    pid: int
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass
class Watched:
    """A page, and what it tried that it should not have."""

    page: Page
    server: Server
    troubles: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        """Type a question and wait until its answer stands."""
        typed = self.page.get_by_test_id("stChatInputTextArea")
        typed.fill(question)
        with self.answering():
            typed.press("Enter")

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Do inside what asks a question; returns when its answer stands."""
        questions = self.page.locator("h2.question")
        before = questions.count()
        yield
        questions.nth(before).wait_for()
        self.page.locator(".searching").wait_for(state="detached")
        self.settled()

    @contextmanager
    def asking_again(self) -> Iterator[None]:
        """Do inside what asks the last question anew; returns when its new answer stands in place of the old one."""
        self.page.locator("#announcer").evaluate("each => { each.textContent = '' }")
        yield
        self.page.locator("#announcer", has_text=re.compile("answer", re.IGNORECASE)).wait_for(state="attached")
        self.settled()

    def settled(self) -> None:
        """Wait until the page is at rest."""
        self.page.locator("[data-test-script-state='notRunning']").wait_for()

    def cite(self, label: int) -> None:
        """Press the marker with that number in the last answer, and wait for its evidence."""
        self.page.get_by_role("button", name=f"[{label}]").last.click()
        self.page.locator(".evidence .overline", has_text=f"Evidence [{label}]").wait_for()
        self.settled()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _environment(data: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STRATEGY_")}
    return kept | {"STRATEGY_DATA": str(data)} | more


@pytest.fixture(scope="session")
def data(built_settings: Settings) -> Path:
    """A data folder with an index of the bundled corpus."""
    return built_settings.data


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], Server]]:
    """A function that starts a server on a data folder, from a folder that is not the project's."""
    running: list[subprocess.Popen[bytes]] = []

    def started(folder: Path) -> Server:
        elsewhere = tmp_path_factory.mktemp("elsewhere")
        port, log = _free_port(), elsewhere / "server.log"
        environment = _environment(folder, STRATEGY_PORT=str(port))
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-c", SERVE], env=environment, cwd=elsewhere, stdout=output, stderr=subprocess.STDOUT
            )
        running.append(process)
        server = Server(port, process.pid, log)
        _wait(server, process)
        return server

    yield started
    for process in running:
        process.terminate()
    for process in running:
        assert process.wait(timeout=15) == 0, "The server did not stop in good order."


def _wait(server: Server, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert process.poll() is None, server.log.read_text()
        try:
            with urlopen(f"{server.address}/health", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail("The server did not answer within 30 seconds: " + server.log.read_text())


@pytest.fixture(scope="session")
def server(data: Path, start: Callable[[Path], Server]) -> Server:
    """The server that most tests share."""
    return start(data)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser, or a skip that says how to get one (a failure where STRATEGY_REQUIRE_BROWSER=1)."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        line = "No Chromium found: `apt-get install chromium` brings one for the browser tests."
        if REQUIRED:
            pytest.fail(line)
        pytest.skip(line)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Watched]]:
    """A function that opens the app in a fresh profile; at the end, nothing forbidden may have happened."""
    opened: list[Watched] = []

    def visited(server: Server, size: tuple[int, int] = DESKTOP, scheme: Any = "light") -> Watched:
        viewport: Any = {"width": size[0], "height": size[1]}
        context = chromium.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
        context.set_default_timeout(20_000)
        watched = Watched(context.new_page(), server)
        _watch(watched)
        opened.append(watched)
        watched.page.goto(server.address)
        watched.page.get_by_test_id("stChatInputTextArea").wait_for()
        watched.settled()
        return watched

    yield visited
    troubles = [trouble for watched in opened for trouble in watched.troubles]
    for watched in opened:
        watched.page.context.close()
    assert not troubles, troubles


def _watch(watched: Watched) -> None:
    def console(message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            watched.troubles.append(f"console: {message.text}")

    def request(made: Request) -> None:
        url = urlsplit(made.url)
        if url.scheme not in ("data", "blob") and url.netloc != f"127.0.0.1:{watched.server.port}":
            watched.troubles.append(f"request: {made.url}")

    watched.page.on("console", console)
    watched.page.on("request", request)
    watched.page.on("pageerror", lambda error: watched.troubles.append(f"error: {error}"))
