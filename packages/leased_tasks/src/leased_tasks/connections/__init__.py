"""The ways to Redis: one server, Sentinel or Cluster; for threads and for coroutines."""

from functools import cache

from leased_tasks.connections.asynchronous import AsyncConnection
from leased_tasks.connections.synchronous import Connection
from leased_tasks.options import Options

__all__ = ["AsyncConnection", "Connection", "shared"]


@cache
def shared(options: Options, alias: str) -> Connection:
    """Return the process's own connection; Django makes a backend for each thread."""
    return Connection(options, alias)
