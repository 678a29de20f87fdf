"""The interpreter's audit events are raised by hand: nothing is connected to."""

import sys

from assistant.connections import watched


def test_a_connection_elsewhere_is_seen() -> None:
    with watched() as hosts:
        sys.audit("socket.connect", None, ("192.0.2.1", 9))
        sys.audit("socket.sendto", None, ("2001:db8::1", 9, 0, 0))
        sys.audit("socket.getaddrinfo", "hub.example", 443, 0, 0, 0)

    assert hosts == ["192.0.2.1", "2001:db8::1", "hub.example"]


def test_this_machine_and_unix_sockets_do_not_count() -> None:
    with watched() as hosts:
        sys.audit("socket.connect", None, ("127.0.0.1", 1))
        sys.audit("socket.connect", None, ("::1", 1, 0, 0))
        sys.audit("socket.connect", None, "/run/some.socket")
        sys.audit("socket.connect", None, b"\0abstract")
        sys.audit("socket.getaddrinfo", "localhost", 80, 0, 0, 0)
        sys.audit("socket.getaddrinfo", None, 80, 0, 0, 0)

    assert hosts == []


def test_nothing_is_heard_afterwards() -> None:
    with watched() as hosts:
        pass
    sys.audit("socket.connect", None, ("192.0.2.1", 9))

    assert hosts == []


def test_one_watch_may_lie_inside_another() -> None:
    with watched() as outer:
        with watched() as inner:
            sys.audit("socket.connect", None, ("192.0.2.1", 9))
        sys.audit("socket.connect", None, ("192.0.2.2", 9))

    assert (outer, inner) == (["192.0.2.1", "192.0.2.2"], ["192.0.2.1"])
