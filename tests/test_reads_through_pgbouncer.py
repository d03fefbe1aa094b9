"""Reads through a real PgBouncer in transaction mode, where one server session serves everybody."""

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from apps.common import reads
from apps.common.outbox.models import OutboxEvent
from apps.common.reads.pool import pool_here
from apps.common.reads.running import fetch
from apps.common.tests.pooled import on_the_pool
from apps.common.tests.test_db import event
from apps.common.tests.test_reads import COUNTED, FLAT, JSON, LISTS, NESTED, PAGES, VALUES
from devstack import ports
from devstack.owner import server_owner

pytestmark = pytest.mark.django_db(transaction=True)
PROGRAM = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
CONFIGURATION = """
[databases]
{NAME} = host={HOST} port={PORT} dbname={NAME} user={USER} {secret}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 1
"""


@pytest.fixture
def bouncer(settings: Any, tmp_path: Path) -> Iterator[str]:
    """Start one with a single server session, and let reads go through it."""
    if PROGRAM is None:
        assert "CI" not in os.environ, "pgbouncer is not installed"
        pytest.skip("pgbouncer is not installed: sudo apt-get install pgbouncer")
    owner, listen = server_owner(), ports.any_free()
    folder = owner.home_for(tmp_path / "bouncer")
    owner.make_folder(folder)
    known = connection.settings_dict
    secret = f"password='{known['PASSWORD']}'" if known["PASSWORD"] else ""
    words = CONFIGURATION.format(**known, listen=listen, secret=secret)
    owner.write(folder / "bouncer.ini", words)
    argv = owner.argv([PROGRAM, "-q", str(folder / "bouncer.ini")])
    process = subprocess.Popen(argv, **owner.identity(), cwd="/")
    deadline = time.monotonic() + 10
    while not ports.answers(listen) and time.monotonic() < deadline:
        assert process.poll() is None
        time.sleep(0.05)
    url = f"postgresql://{known['USER']}@127.0.0.1:{listen}/{known['NAME']}"
    settings.READS = settings.READS | {"URL": url}
    yield url
    process.terminate()
    process.wait(10)


@pytest.fixture(autouse=True)
def events() -> None:
    OutboxEvent.objects.bulk_create([event(name=f"e{n}", payload={"é%s": n}) for n in range(5)])


async def raw(statement: str, *values: object) -> list[tuple[Any, ...]]:
    pool = pool_here()
    assert pool
    return await fetch(pool, statement, values)


def test_the_rows_are_the_same(bouncer: str) -> None:
    async def ask() -> list[Any]:
        found = [await reads.rows(prepared) for prepared in (VALUES, LISTS, FLAT, COUNTED, NESTED)]
        together = await reads.together(*(reads.rows(FLAT) for _ in range(6)))
        assert [*together] == [found[2]] * 6
        page = await reads.page(PAGES, cursor=None, limit=2, least="e1")
        return [*found, page, await reads.json(JSON, name="e1")]

    *found, page, body = on_the_pool(ask)
    assert found == [prepared.all() for prepared in (VALUES, LISTS, FLAT, COUNTED, NESTED)]
    assert page == PAGES.read(limit=2, least="e1")
    assert body == b'{"name": "e1", "payload": {"\xc3\xa9%s": 1}}'


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM common_outboxevent", "SELECT nextval('common_outboxevent_id_seq')"],
)
def test_it_cannot_write_either(bouncer: str, statement: str) -> None:
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        on_the_pool(lambda: raw(statement))


def test_nothing_stays_on_the_session_that_the_next_client_gets(bouncer: str) -> None:
    known = "SELECT pg_backend_pid(), current_setting('statement_timeout'),"
    known += " current_setting('TimeZone'), current_setting('default_transaction_read_only'),"
    known += " (SELECT count(*) FROM pg_prepared_statements)"
    with psycopg.connect(bouncer, autocommit=True, prepare_threshold=None) as client:
        before = client.execute(known).fetchone()

    async def ask() -> None:
        for _ in range(8):
            ours = await raw(
                "SELECT pg_backend_pid(), current_setting('statement_timeout'),"
                " current_setting('TimeZone'), current_setting('transaction_read_only')"
            )
            assert before
            assert ours == [(before[0], "5s", "UTC", "on")]  # the very same session
        with pytest.raises(psycopg.errors.DivisionByZero):
            await raw("SELECT 1 / (%s - 1)", 1)

    on_the_pool(ask)
    with psycopg.connect(bouncer, autocommit=True, prepare_threshold=None) as client:
        assert client.execute(known).fetchone() == before
        client.execute("UPDATE common_outboxevent SET version = 9")


def test_a_read_that_takes_too_long_is_given_up(bouncer: str, settings: Any) -> None:
    settings.READS = settings.READS | {"STATEMENT_TIMEOUT_MS": 150}

    async def ask() -> list[tuple[Any, ...]]:
        with pytest.raises(reads.ReadTooSlow):
            await raw("SELECT pg_sleep(30)")
        return await raw("SELECT 1")

    assert on_the_pool(ask) == [(1,)]


def test_who_leaves_stops_the_statement_and_gives_the_session_back(
    bouncer: str, settings: Any
) -> None:
    settings.READS = settings.READS | {"MIN_SIZE": 1, "MAX_SIZE": 1, "WAIT_SECONDS": 3}

    async def ask() -> tuple[Any, dict[str, int]]:
        for _ in range(3):  # its transaction is rolled back first: that takes a moment
            reading = asyncio.create_task(raw("SELECT pg_sleep(30)"))
            await asyncio.sleep(0.3)
            reading.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reading
        return await raw("SELECT 1"), reads.metrics()

    answer, after = on_the_pool(ask)
    assert answer == [(1,)]
    assert (after["size"], after["idle"]) == (1, 1)
