"""One pool of sessions for each process and event loop. The ASGI lifespan opens and closes it."""

import asyncio
from collections import Counter
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg_pool import AsyncConnectionPool

from apps.common.observability.logs import logger
from apps.common.reads.sessions import ReadSession

_NOT_FOR_THIS = ("cursor_factory", "server_side_binding")
type Pool = AsyncConnectionPool[ReadSession]

log = logger(__name__)
counted: Counter[str] = Counter()
_pools: WeakKeyDictionary[asyncio.AbstractEventLoop, Pool] = WeakKeyDictionary()


async def open_pool() -> None:
    """Open this loop's pool; waits for no connection, so that the shop starts without a database.

    Without it (WSGI, a shell, the test client) reads run on the thread's own connection.
    """
    loop = asyncio.get_running_loop()
    if loop not in _pools:
        pool = _pools[loop] = _new_pool()
        await pool.open()


async def close_pool() -> None:
    """Close this loop's pool, if it is open; who still waits for a connection gets a refusal."""
    if pool := _pools.pop(asyncio.get_running_loop(), None):
        await pool.close()


def pool_here() -> Pool | None:
    """The pool of the running loop, None where nobody opened one."""
    return _pools.get(asyncio.get_running_loop())


def metrics() -> dict[str, int]:
    """Counts of this process since its start, and what its pools are like now.

    `reads`, `errors`, `too_slow`, `repeated` (another session was asked), `refused` (none was
    free), `without_pool`; `waits`, `wait_ms` (for a session); now: `size`, `idle`, `waiting`.
    """
    found = Counter({name: counted[name] for name in (*_COUNTED, *_OF_THE_POOL)})
    for pool in list(_pools.values()):
        stats = pool.get_stats()
        found.update({ours: stats.get(theirs, 0) for ours, theirs in _OF_THE_POOL.items()})
    return dict(found)


_COUNTED = ("reads", "errors", "too_slow", "repeated", "refused", "without_pool")
_OF_THE_POOL = {
    "waits": "requests_queued",
    "wait_ms": "requests_wait_ms",
    "size": "pool_size",
    "idle": "pool_available",
    "waiting": "requests_waiting",
}


def _new_pool() -> Pool:
    ours: dict[str, Any] = settings.READS
    address, words = ours["URL"] or "", _words()
    if address:
        words = {name: words[name] for name in ("context", "client_encoding", "connect_timeout")}
    return AsyncConnectionPool(
        address,
        connection_class=ReadSession,
        kwargs=words | {"autocommit": True},
        min_size=ours["MIN_SIZE"],
        max_size=ours["MAX_SIZE"],
        max_waiting=ours["MAX_WAITING"],
        timeout=ours["WAIT_SECONDS"],
        configure=ReadSession.set_up,
        open=False,
        name="reads",
    )


def _words() -> dict[str, Any]:
    """How Django connects: the same address, the same ways to read a column."""
    words: dict[str, Any] = connections[DEFAULT_DB_ALIAS].get_connection_params()
    return {name: value for name, value in words.items() if name not in _NOT_FOR_THIS}
