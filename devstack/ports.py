"""Loopback ports: which are free, who holds one, which one we had last time."""

import socket
from pathlib import Path

from devstack import notes
from devstack.errors import PortBusy


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


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
    """
    if not is_free(port, host):
        raise PortBusy(port, owner(port))
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
                return f"{psutil.Process(connection.pid).name()} (pid {connection.pid})"
    except (psutil.Error, TypeError, ValueError):
        pass
    return ""
