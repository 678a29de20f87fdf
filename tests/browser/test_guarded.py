"""The server's doors, tried with raw sockets: no browser needed."""

import socket
from typing import Any

import pytest

from ui.guarding import security_headers

ROUTES = [
    "/",
    "/health",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/agent/openapi.json",
    "/favicon.png",
    "/no/such/page",
    "/static/no-such-file.js",
    "/media/no-such-file.png",
    "/_stcore/upload_file/a/b",
    "/..%2f..%2fetc%2fpasswd",
    "/%5c%5cevil.example%5cshare",
]


def _exchange(server: Any, *lines: str) -> tuple[int, dict[str, str]]:
    """Send one request as written; return the status and the headers."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall("\r\n".join((*lines, "", "")).encode())
        received = b""
        while b"\r\n\r\n" not in received:
            piece = connection.recv(65536)
            if not piece:
                break
            received += piece
    head = received.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    fields = (line.partition(":") for line in head[1:])
    return int(head[0].split()[1]), {name.lower(): value.strip() for name, _, value in fields}


def _get(server: Any, path: str, host: str | None = None) -> tuple[int, dict[str, str]]:
    return _exchange(server, f"GET {path} HTTP/1.1", f"Host: {host or f'127.0.0.1:{server.port}'}", "Connection: close")


def _handshake(server: Any, host: str, origin: str | None) -> int:
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {host}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        *([f"Origin: {origin}"] if origin else []),
    ]
    return _exchange(server, *lines)[0]


@pytest.mark.parametrize("path", ROUTES)
def test_every_route_carries_the_headers_errors_too(server: Any, path: str) -> None:
    _, headers = _get(server, path)

    for name in security_headers(()):
        assert headers.get(name), name


@pytest.mark.parametrize("path", ROUTES)
def test_no_route_answers_to_a_foreign_host(server: Any, path: str) -> None:
    assert _get(server, path, host="evil.example")[0] == 400


def test_the_page_and_its_health_are_served(server: Any) -> None:
    assert _get(server, "/")[0] == 200
    assert _get(server, "/health")[0] == 200
    assert _get(server, "/", host=f"localhost:{server.port}")[0] == 200


@pytest.mark.parametrize("path", ["/..%2f..%2fetc%2fpasswd", "/%5c%5cevil.example%5cshare"])
def test_paths_that_climb_out_are_refused(server: Any, path: str) -> None:
    assert _get(server, path)[0] == 400


def test_a_websocket_under_our_own_name_is_accepted(server: Any) -> None:
    host = f"127.0.0.1:{server.port}"

    assert _handshake(server, host, f"http://{host}") == 101


def test_a_rebinding_websocket_is_refused(server: Any) -> None:
    assert _handshake(server, "evil.example", "http://evil.example") == 403


def test_a_websocket_from_another_site_is_refused(server: Any) -> None:
    assert _handshake(server, f"127.0.0.1:{server.port}", "http://evil.example") == 403


def test_an_upload_without_its_token_is_refused(server: Any) -> None:
    host = f"Host: 127.0.0.1:{server.port}"
    status, _ = _exchange(
        server, "PUT /_stcore/upload_file/a/b HTTP/1.1", host, "Content-Length: 0", "Connection: close"
    )

    assert status in (400, 403, 404)


def test_the_agent_interface_is_closed(server: Any) -> None:
    host = f"Host: 127.0.0.1:{server.port}"
    lines = ("POST /_stcore/agent/interact HTTP/1.1", host, "Content-Type: application/json", "Content-Length: 2")
    status, _ = _exchange(server, *lines, "Connection: close", "", "{}")

    assert status >= 400


def test_the_server_does_not_name_its_software(server: Any) -> None:
    assert "server" not in _get(server, "/")[1]
