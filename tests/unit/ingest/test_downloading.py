"""An https server on the loopback that redirects, lies, stalls and breaks off, and addresses that must not be asked."""

import ssl
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
import trustme

from assistant.errors import FetchError
from ingest.downloading import Limits, Network, Reply, download

HOSTS = frozenset({"www.plans.example", "other.example"})
SMALL = Limits(size=1_000, seconds=3.0, silence=0.5, redirects=2)
Fetch = Callable[[str], Reply]


class _Server(BaseHTTPRequestHandler):
    """Answers by path; every redirect names its target in the query."""

    asked: list[str]

    def do_GET(self) -> None:
        type(self).asked.append(f"{self.headers['Host']}{self.path}")
        path, _, query = self.path.partition("?")
        if path.startswith("/redirect"):
            self.send_response(302)
            self.send_header("Location", query)
            self.end_headers()
        elif path == "/missing":
            self.send_error(404)
        else:
            self._text(path)

    def _text(self, path: str) -> None:
        body = b"x" * 5_000 if "large" in path else b"" if path == "/empty" else b"The plan."
        self.send_response(200)
        if path != "/untyped":
            self.send_header("Content-Type", "application/zip" if path == "/zip" else "text/plain; charset=utf-8")
        if path == "/packed":
            self.send_header("Content-Encoding", "gzip")
        if path != "/large-unsaid":
            self.send_header(
                "Content-Length", str(len(body) + 50 if path in ("/cut", "/stalls", "/drips") else len(body))
            )
        self.end_headers()
        if path == "/drips":
            for _ in range(60):
                self.wfile.write(b".")
                time.sleep(0.1)
        self.wfile.write(body)
        self.wfile.flush()
        if path == "/stalls":
            time.sleep(2)

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what is tried."""


@pytest.fixture(scope="module")
def network() -> Iterator[Network]:
    authority = trustme.CA()
    server = _Quiet(("127.0.0.1", 0), _Server)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*HOSTS, "deep.plans.example").configure_cert(serving)
    server.socket = serving.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, daemon=True).start()
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    yield Network(server.server_address[1], trusting)
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetch(network: Network) -> Fetch:
    _Server.asked = []
    return lambda url: download(url, HOSTS, SMALL, network)


def test_a_text_comes_as_it_is(fetch: Fetch) -> None:
    reply = fetch("https://www.plans.example/plan")

    assert (reply.url, reply.kind, reply.data) == ("https://www.plans.example/plan", "text/plain", b"The plan.")


@pytest.mark.parametrize(
    "target",
    ["/plan", "https://other.example/plan", "https://deep.plans.example/plan", "https://WWW.plans.example./plan"],
)
def test_a_redirect_to_the_same_site_or_to_a_named_host_is_followed(fetch: Fetch, target: str) -> None:
    assert fetch(f"https://www.plans.example/redirect?{target}").data == b"The plan."


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/plan",
        "https://plans.example.evil.example/plan",
        "https://notplans.example/plan",
        "https://example/plan",
        "http://www.plans.example/plan",
        "ftp://www.plans.example/plan",
        "file:///etc/passwd",
        "//evil.example/plan",
        "https://www.plans.example@evil.example/plan",
        "https://user:password@www.plans.example/plan",
        "https://www.plans.example:8443/plan",
        "https://127.0.0.1/plan",
        "https://[::1]/plan",
        "https://2130706433/plan",
        "https://0x7f000001/plan",
        "https://localhost/plan",
        "https://evil.example\\@www.plans.example/plan",
        "https://www.plans.exampl%65/plan",
        "https://www.plans.example:99999/plan",
        "",
    ],
)
def test_a_redirect_to_anywhere_else_is_not_followed(fetch: Fetch, target: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(f"https://www.plans.example/redirect?{target}")

    assert caught.value.hint
    assert all(asked.startswith("www.plans.example/redirect") for asked in _Server.asked)


@pytest.mark.parametrize(
    "url",
    [
        "http://www.plans.example/plan",
        "https://evil.example/plan",
        "https://www.plans.example/a b",
        "https://www.plans.example/a\r\nHost: evil.example",
        "https://www.plans.еxample/plan",
        "https://10.0.0.1/plan",
        "www.plans.example/plan",
        "https://",
        "https://[::1",
    ],
)
def test_an_address_that_is_not_a_named_https_host_is_never_asked(fetch: Fetch, url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url)

    assert _Server.asked == []


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("missing", "404"),
        ("zip", "application/zip"),
        ("untyped", "no stated type"),
        ("packed", "packed"),
        ("large", "more than"),
        ("large-unsaid", "more than"),
        ("empty", "empty"),
        ("cut", "did not come whole|ended after"),
        ("stalls", "did not come whole"),
        ("drips", "seconds|did not come whole"),
        ("redirect?/redirect?/redirect?/redirect?/plan", "redirects more than"),
    ],
)
def test_what_does_not_come_as_it_should_is_named_and_not_kept(fetch: Fetch, path: str, what: str) -> None:
    started = time.monotonic()
    with pytest.raises(FetchError, match=what):
        fetch(f"https://www.plans.example/{path}")

    assert time.monotonic() - started < SMALL.seconds + 2


def test_a_server_whose_certificate_is_not_trusted_is_not_asked(network: Network) -> None:
    _Server.asked = []
    with pytest.raises(FetchError, match="not trusted"):
        download("https://www.plans.example/plan", HOSTS, SMALL, Network(network.loopback_port))

    assert _Server.asked == []


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "fe80::1%eth0", "fd00::1", "0.0.0.0"]
)
def test_a_named_host_at_an_address_that_is_not_public_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def looked_up(*arguments: object, **more: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", (address, 443))]

    monkeypatch.setattr("socket.getaddrinfo", looked_up)
    with pytest.raises(FetchError, match="not on the public network"):
        download("https://www.plans.example/plan", HOSTS, SMALL, Network())
