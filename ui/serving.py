"""The web server: Streamlit's ASGI application behind our guard, started by uvicorn.

Options are set in code, not in a file, so that they hold from any folder and from an installed wheel,
and so that a `.streamlit/config.toml` lying about cannot weaken them.
"""

import logging
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import streamlit
import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp
from streamlit.starlette import App
from streamlit.web import bootstrap

from assistant.errors import ConfigurationError
from assistant.loading import LIMITS
from assistant.settings import Settings
from ui import incidents, resources, theme
from ui.guarding import LOOPBACK, Guard, script_hashes, security_headers

HEALTH = "/health"

_SCRIPT = Path(__file__).with_name("app.py")
_ANYWHERE = ("0.0.0.0", "::", "")
_MEGABYTE = 2**20
# A question may be long before it is turned down; nothing else that a browser sends is.
_LARGEST_MESSAGE_MB = 4
_BACKLOG = 128
_STOP_SECONDS = 3


def hosts(settings: Settings) -> tuple[str, ...]:
    """Return the host names under which the app answers: the loopback ones, its address, and those allowed."""
    own = () if settings.address in _ANYWHERE else (settings.address,)
    allowed = tuple(name.strip() for name in settings.allowed_hosts.split(",") if name.strip())
    return tuple(dict.fromkeys((*LOOPBACK, *own, *allowed)))


def options(settings: Settings) -> dict[str, object]:
    """Return Streamlit's options: quiet, closed, nothing of its development tools."""
    return {
        "browser.gatherUsageStats": False,
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "client.toolbarMode": "viewer",
        "logger.hideWelcomeMessage": True,
        "logger.level": "error",
        "runner.magicEnabled": False,
        "server.address": settings.address,
        "server.allowedHosts": list(hosts(settings)),
        "server.enableAgentApi": False,
        "server.enableStaticServing": False,
        "server.enableXsrfProtection": True,
        "server.fileWatcherType": "none",
        "server.maxMessageSize": _LARGEST_MESSAGE_MB,
        "server.maxUploadSize": LIMITS.file_bytes // _MEGABYTE,
        "server.port": settings.port,
        "server.xsrfCookieSameSite": "strict",
        **theme.OPTIONS,
    }


async def _health(_: Request) -> JSONResponse:
    return JSONResponse({"status": "ok", "assistant": resources.state()})


@asynccontextmanager
async def _warmed(_: App) -> AsyncIterator[dict[str, Any] | None]:
    resources.start()
    yield None


def application(settings: Settings) -> ASGIApp:
    """Return the app as ASGI, guarded. Sets Streamlit's options, which are global to the process."""
    bootstrap.load_config_options(options(settings))
    page = Path(streamlit.__file__).parent / "static" / "index.html"
    headers = security_headers(script_hashes(page.read_text(encoding="utf-8")))
    # Streamlit would log the message of what escapes the page, and with it, perhaps, what a person typed.
    logging.getLogger("streamlit.error_util").addFilter(lambda _: False)
    app = App(_SCRIPT, routes=[Route(HEALTH, _health)], lifespan=_warmed, on_script_error=incidents.report)
    return Guard(app, hosts(settings), headers)


def serve(settings: Settings, announce: Callable[[str], None] = lambda address: None) -> None:
    """Serve until stopped; `announce` gets the address once connections are accepted.

    Raises ConfigurationError when the address or port cannot be used.
    """
    listener = _listen(settings.address, settings.port)
    logging.getLogger("uvicorn").setLevel(logging.ERROR)
    config = uvicorn.Config(
        application(settings),
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=_STOP_SECONDS,
        ws="websockets-sansio",
        ws_max_size=_LARGEST_MESSAGE_MB * _MEGABYTE,
    )
    announce(_address(settings))
    # uvicorn stops in good order at either signal and then raises it again; both end here as a normal return,
    # so that what was opened is put away.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])


def _address(settings: Settings) -> str:
    host = "localhost" if settings.address in _ANYWHERE else settings.address
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def _listen(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise ConfigurationError(
            f"The app cannot listen on {address}, port {port}: {error.strerror or error}.",
            "Stop what uses that port, or choose another with STRATEGY_PORT (and STRATEGY_ADDRESS).",
        ) from error
    return listener
