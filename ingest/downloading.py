"""An address to the bytes behind it: https, named hosts, public addresses, within limits of size, type and time.

The only module that opens a connection beyond this machine. What comes back is data, and is checked before it is kept.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from assistant.errors import FetchError

TYPES = {"text/plain": ".txt", "text/html": ".html", "application/pdf": ".pdf"}
"""What an official text may come as, and the ending of its file."""
_REDIRECTS = (301, 302, 303, 307, 308)
_AGENT = "strategy-assistant (fetches public policy texts when an operator asks for it)"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a download may take."""

    size: int = 50 * 2**20
    """Bytes."""
    seconds: float = 60.0
    """For one text, redirects included."""
    silence: float = 15.0
    """Seconds without a byte."""
    redirects: int = 3


@dataclass(frozen=True, slots=True)
class Network:
    """Where connections go. The default is the public network; tests name a port of this machine instead."""

    loopback_port: int | None = None
    """For tests: every host is this port of 127.0.0.1, and nothing else can be reached."""
    context: ssl.SSLContext | None = None
    """Which certificates are trusted; None for the system's."""


LIMITS = Limits()
PUBLIC = Network()


@dataclass(frozen=True, slots=True)
class Reply:
    """What came."""

    url: str
    """From where in the end, redirects followed."""
    kind: str
    """A key of TYPES."""
    data: bytes


def download(url: str, hosts: frozenset[str], limits: Limits, network: Network) -> Reply:
    """Follow an address, each redirect checked like the first, to a text of a type and size that is allowed.

    `hosts`: those of the manifest's addresses; a redirect may also go to another name of the same site. Raises
    FetchError naming the address and what is wrong.
    """
    deadline = time.monotonic() + limits.seconds
    site = _host(checked(url, hosts, None))
    for _ in range(limits.redirects + 1):
        parts = checked(url, hosts, site)
        connection = _connect(parts, min(limits.silence, max(deadline - time.monotonic(), 0.1)), network)
        # A server that sends a byte now and then is never silent for long.
        alarm = threading.Timer(max(deadline - time.monotonic(), 0.1), _hang_up, (connection.sock,))
        alarm.start()
        try:
            connection.request("GET", _target(parts), headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"})
            with contextlib.closing(connection.getresponse()) as response:
                if response.status not in _REDIRECTS:
                    return Reply(url, _kind(url, response), _read(url, response, limits, deadline))
                url = urljoin(url, response.getheader("Location") or "")
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise FetchError(f"{url} did not come whole: {_why(error)}.", "Try again later.") from error
        finally:
            alarm.cancel()
            connection.close()
    raise FetchError(f"{url} redirects more than {limits.redirects} times.", "Look at the address in a browser.")


def _hang_up(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def checked(url: str, hosts: frozenset[str], site: str | None) -> SplitResult:
    """Return the parts of an address that may be fetched. Raises FetchError for any other."""
    hint = "Only https addresses of the hosts that the manifest names are fetched."
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchError(f"{url[:200]!r} is no address.", hint) from error
    host = _host(parts)
    if parts.scheme != "https" or not host or port not in (None, 443) or parts.username is not None:
        raise FetchError(f"{url[:200]!r} is not a plain https address.", hint)
    if not url.isascii() or any(character <= " " or character in "\\\x7f" for character in url):
        raise FetchError(f"{url[:200]!r} holds characters that an address may not have.", hint)
    if _is_number(host) or not (host in hosts or (site and _is_same_site(host, site))):
        raise FetchError(f"{host} is not a host that the manifest names.", hint)
    return parts


def host_of(url: str) -> str:
    """Return the host of an address, in small letters; empty where it has none."""
    return _host(urlsplit(url))


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".").lower()


def _is_number(host: str) -> bool:
    """Is it an address in digits, in any of their spellings?"""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host.rpartition(".")[2].isdigit() or host.startswith("0x") or ":" in host
    return True


def _is_same_site(host: str, site: str) -> bool:
    """Is one the other's name with or behind a prefix: www.state.gov, state.gov, 2017-2021.state.gov?

    Never up to a name that many owners share (.gov, .co.uk): one label more than the ending must be the same.
    """
    base = site.removeprefix("www.")
    return base.count(".") >= 1 and (host == base or host.endswith(f".{base}"))


def _target(parts: SplitResult) -> str:
    return f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"


def _connect(parts: SplitResult, timeout: float, network: Network) -> http.client.HTTPSConnection:
    """Return a connection to the one address that was looked at: it is not looked up a second time."""
    host = _host(parts)
    context = network.context or ssl.create_default_context()
    try:
        address = ("127.0.0.1", network.loopback_port) if network.loopback_port else (_public_address(host), 443)
        plain = socket.create_connection(address, timeout)
        try:
            wrapped = context.wrap_socket(plain, server_hostname=host, suppress_ragged_eofs=False)
        except BaseException:
            plain.close()
            raise
    except OSError as error:
        hint = "Check the network; a proxy is not used. The digests stay in use."
        raise FetchError(f"{host} cannot be reached: {_why(error)}.", hint) from error
    connection = http.client.HTTPSConnection(host, timeout=timeout, context=context)
    connection.sock = wrapped
    return connection


def _public_address(host: str) -> str:
    """Return an address of a host. Raises FetchError where any of its addresses is not of the public network."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)]
    for address in found:
        if not ipaddress.ip_address(address.partition("%")[0]).is_global:
            raise FetchError(f"{host} is at {address}, which is not on the public network.", "Nothing was fetched.")
    return found[0]


def _kind(url: str, response: http.client.HTTPResponse) -> str:
    """Return the media type of a reply that may be kept. Raises FetchError."""
    if response.status != 200:
        raise FetchError(f"{url} answers {response.status} {response.reason}.", "Look at the address in a browser.")
    kind = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    if kind not in TYPES:
        raise FetchError(f"{url} is {kind or 'of no stated type'}.", f"Only {', '.join(TYPES)} are kept.")
    if response.getheader("Content-Encoding", "identity").lower() != "identity":
        raise FetchError(f"{url} comes packed, which was not asked for.", "Try again later.")
    return kind


def _read(url: str, response: http.client.HTTPResponse, limits: Limits, deadline: float) -> bytes:
    """Return the body, all of it and no more than is allowed. Raises FetchError."""
    stated = response.getheader("Content-Length")
    expected = int(stated) if stated and stated.isascii() and stated.isdigit() else None
    too_large = FetchError(f"{url} has more than {limits.size // 2**20} MB.", "Nothing of it was kept.")
    if expected is not None and expected > limits.size:
        raise too_large
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(65_536):
        pieces.append(piece)
        size += len(piece)
        if size > limits.size:
            raise too_large
    if time.monotonic() >= deadline:
        raise FetchError(f"{url} took more than {limits.seconds:.0f} seconds.", "Try again later.")
    if expected is not None and size != expected:
        raise FetchError(f"{url} ended after {size} of {expected} bytes.", "Try again.")
    if not size:
        raise FetchError(f"{url} is empty.", "Look at the address in a browser.")
    return b"".join(pieces)


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "nothing came for too long"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({error.verify_message})"
    if isinstance(error, socket.gaierror):
        return "its name is not known"
    return str(error) or type(error).__name__
