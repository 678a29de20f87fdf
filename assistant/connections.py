"""Did anything try to leave this machine? An audit hook of the interpreter sees every attempt made from Python."""

import ipaddress
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_watchers: list[list[str]] = []
_hooked = False


@contextmanager
def watched() -> Iterator[list[str]]:
    """Give a list that fills with every host that is looked up or connected to, but for this machine's own."""
    global _hooked
    if not _hooked:
        sys.addaudithook(_hear)
        _hooked = True
    seen: list[str] = []
    _watchers.append(seen)
    try:
        yield seen
    finally:
        _watchers[:] = [watcher for watcher in _watchers if watcher is not seen]


def _hear(event: str, args: tuple[object, ...]) -> None:
    if not _watchers or event not in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        return
    place = args[0] if event == "socket.getaddrinfo" else args[1]
    # Unix sockets have a path for an address, not a pair.
    host = place[0] if isinstance(place, tuple) and place else place if event == "socket.getaddrinfo" else None
    if host is not None and not _is_own(str(host)):
        for watcher in _watchers:
            watcher.append(str(host))


def _is_own(host: str) -> bool:
    if host in ("localhost", "", "None"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
