"""Who leaves while a read waits takes its statement out of PostgreSQL, over the whole handler."""

import asyncio
import time
from typing import Any

import psycopg
import pytest
from django.db import connection

from apps.authentication.facade import access_token_for
from apps.authentication.tests.factories import UserFactory
from apps.common import reads
from apps.common.tests.pooled import on_the_pool
from backend.asgi import application

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND wait_event_type = 'Lock' AND query LIKE 'SELECT%%' || %s || '%%'"
)


async def until(is_so: Any, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not await is_so():
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


async def ask_and_leave(path: str, token: str, watch: Any) -> list[str]:
    """Ask, leave once the read waits, and return what the server still said."""
    gone, told, said = asyncio.Event(), [{"type": "http.request", "body": b""}], []

    async def receive() -> Any:
        if told:
            return told.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        said.append(message["type"])

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"testserver"), (b"authorization", f"Bearer {token}".encode())],
    }
    request = asyncio.create_task(application(scope, receive, send))
    await until(lambda: watch(1), 5)
    gone.set()
    await until(lambda: watch(0), 2)  # sooner than the statement's own timeout
    await asyncio.wait([request], timeout=2)
    assert request.done()
    return said


@pytest.mark.parametrize(
    ("path", "table"),
    [
        ("/api/v2/back-in-stock", "inventory_backinstockrequest"),  # Django's handling
        ("/api/v2/orders", "orders_order"),  # inline
    ],
)
def test_a_client_that_leaves_stops_its_statement(settings: Any, path: str, table: str) -> None:
    settings.READS = settings.READS | {"STATEMENT_TIMEOUT_MS": 30_000}
    token = access_token_for(UserFactory.create().pk)
    known = connection.get_connection_params()
    names = known.keys() & {"host", "port", "user", "password", "dbname"}
    address = {name: known[name] for name in names}

    async def run() -> tuple[list[str], dict[str, int]]:
        async with (
            await psycopg.AsyncConnection.connect(**address) as holder,
            await psycopg.AsyncConnection.connect(**address, autocommit=True) as watcher,
        ):
            await holder.execute(f"LOCK TABLE {table}")

            async def waiting(number: int) -> bool:
                cursor = await watcher.execute(WAITING, [table])
                return await cursor.fetchone() == (number,)

            said = await ask_and_leave(path, token, waiting)
            return said, reads.metrics()

    said, after = on_the_pool(run)
    assert said == []
    assert after["idle"] == after["size"]  # its session went back
