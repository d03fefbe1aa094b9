"""Loopback ports: which are free, who holds one, which one we had last time."""

import errno
import socket
from pathlib import Path

from devstack import notes
from devstack.errors import PortBusy, Refusal


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen there now."""
    try:
        _bind(port, host)
    except OSError:
        return False
    return True


def _bind(port: int, host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def any_free() -> int:
    """A loopback port that nobody uses at this moment."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def remembered(facts: Path, name: str) -> int:
    """Last time's port for this part while it is free, else a new one; remembered."""
    known = notes.read(facts).get("ports", {})
    port = known.get(name)
    if isinstance(port, int) and is_free(port):
        return port
    fresh = any_free()
    notes.remember(facts, ports=known | {name: fresh})
    return fresh


def claim(port: int, host: str = "127.0.0.1") -> int:
    """The port itself.

    Raises:
        PortBusy: somebody listens there already.
        Refusal: this user or this machine cannot listen there.
    """
    try:
        _bind(port, host)
    except PermissionError:
        raise Refusal(f"Only root may open port {port}; choose one above 1023.") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortBusy(port, owner(port)) from None
        raise Refusal(f"This machine cannot listen on {host}: {error.strerror}.") from None
    return port


def answers(port: int, host: str = "127.0.0.1") -> bool:
    """Whether somebody accepts connections there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def owner(port: int) -> str:
    """Name and pid of the listener as far as the system tells us, else nothing."""
    import psutil  # noqa: PLC0415  # only a refusal needs it; the normal start stays fast

    try:
        for connection in psutil.net_connections("tcp"):
            address = connection.laddr
            if connection.status == psutil.CONN_LISTEN and address and address[1] == port:
                if connection.pid is None:
                    return "a program of another user"
                return f"{psutil.Process(connection.pid).name()} (pid {connection.pid})"
    except (psutil.Error, TypeError, ValueError):
        pass
    return ""
