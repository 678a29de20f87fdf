"""What stands between the network and the pages: known hosts only, and headers on every response."""

import base64
import hashlib
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "::1")

# Code 1008 is "policy violation"; before the handshake ends the server turns it into status 403.
_POLICY_VIOLATION = 1008
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)


def script_hashes(html: str) -> tuple[str, ...]:
    """Return the content-security-policy hash sources of the inline scripts in `html`."""
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE_SCRIPT.findall(html))
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def security_headers(hashes: Iterable[str]) -> dict[str, str]:
    """Return the headers that every response carries; `hashes` are the inline scripts that may run.

    `blob:` is where Streamlit loads a component's script from; styles are inline throughout its pages.
    """
    policy = [
        "default-src 'self'",
        " ".join(["script-src 'self' blob:", *hashes]),
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
    return {
        "content-security-policy": "; ".join(policy),
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "x-frame-options": "DENY",
        "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }


def host_name(header: str | None) -> str | None:
    """Return the host name in a Host header, lower case, without port or trailing dot; None if it is malformed."""
    try:
        parts = urlsplit(f"//{header or ''}")
        parts.port  # noqa: B018  a port that is no number raises
    except ValueError:
        return None
    if parts.username is not None or parts.path or parts.query or parts.fragment or not parts.hostname:
        return None
    return parts.hostname.rstrip(".")


class Guard:
    """An ASGI application around another: refuses foreign hosts, adds headers to whatever leaves.

    It stands outside of the inner application's own error handling, so that its error pages are covered too.
    A foreign Host gets status 400 on pages and 403 at the websocket handshake (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], headers: dict[str, str]) -> None:
        self._app = app
        self._hosts = frozenset(host.strip().lower().rstrip(".") for host in hosts if host.strip())
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        send = self._sealing(send)
        if host_name(Headers(scope=scope).get("host")) in self._hosts:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        else:
            await PlainTextResponse("This host name is not served here.", status_code=400)(scope, receive, send)

    def _sealing(self, send: Send) -> Send:
        async def sealed(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
            await send(message)

        return sealed
