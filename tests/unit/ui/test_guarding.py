from collections.abc import Coroutine
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from ui.guarding import Guard, host_name, script_hashes, security_headers


def _run(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run what never waits; an event loop may be running in this thread already."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    raise AssertionError("It waited.")


async def _page(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-frame-options", b"ALLOWALL")]})
    await send({"type": "http.response.body", "body": b"inside"})


def _ask(kind: str, host: str | None, path: str = "/") -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": f"{kind}.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [] if host is None else [(b"host", host.encode("latin-1"))]
    guard = Guard(_page, ["localhost", "127.0.0.1", "::1", "Strategy.Example."], security_headers(()))
    _run(guard({"type": kind, "path": path, "headers": headers}, receive, send))
    return sent


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8501", "127.0.0.1:8501", "[::1]:8501", "STRATEGY.example:443"]
)
def test_known_hosts_reach_the_app(host: str) -> None:
    assert _ask("http", host)[0]["status"] == 200


@pytest.mark.parametrize(
    "host",
    [None, "", "evil.example", "localhost.evil.example", "evil.example:8501", "127.0.0.1@evil.example", "localhost:x"],
)
def test_foreign_hosts_are_turned_away_before_the_app(host: str | None) -> None:
    assert _ask("http", host)[0]["status"] == 400


def test_a_rebinding_websocket_is_closed_before_its_handshake() -> None:
    assert _ask("websocket", "evil.example") == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize("host", ["localhost", "evil.example"])
def test_every_response_carries_the_headers_once(host: str) -> None:
    names = [name for name, _ in _ask("http", host)[0]["headers"]]
    for name in security_headers(()):
        assert names.count(name.encode()) == 1


def test_the_apps_own_header_does_not_win() -> None:
    assert (b"x-frame-options", b"DENY") in _ask("http", "localhost")[0]["headers"]


def test_only_inline_scripts_are_hashed() -> None:
    html = '<script>a()</script><script type="module" src="./x.js"></script>'

    # printf 'a()' | openssl dgst -sha256 -binary | base64
    assert script_hashes(html) == ("'sha256-qVpDBgj7bpq5hMAcGp3AOc79J3Y1Z4HvySTwKrWDoy4='",)


def test_a_changed_script_has_another_hash() -> None:
    assert script_hashes("<script>a()</script>") != script_hashes("<script>b()</script>")


def test_the_policy_allows_nothing_from_elsewhere() -> None:
    policy = security_headers(("'sha256-x'",))["content-security-policy"]

    assert "default-src 'self'" in policy
    assert "script-src 'self' blob: 'sha256-x'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert "unsafe-eval" not in policy
    assert "*" not in policy


def test_a_host_header_with_a_path_has_no_name() -> None:
    assert host_name("localhost/evil") is None


def test_other_scopes_pass_untouched() -> None:
    seen: list[str] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["type"])

    async def nothing() -> Message:
        return {}

    async def drop(message: Message) -> None:
        return None

    _run(Guard(inner, [], {})({"type": "lifespan"}, nothing, drop))
    assert seen == ["lifespan"]
