"""The ways to Redis: one server, Sentinel or Cluster; for threads and for coroutines."""

from leased_tasks.connections.asynchronous import AsyncConnection
from leased_tasks.connections.synchronous import Connection

__all__ = ["AsyncConnection", "Connection"]
