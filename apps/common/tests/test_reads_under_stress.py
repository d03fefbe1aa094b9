"""Reads that wait, fail, are given up, or lose their session."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.test import RequestFactory

from apps.common import reads
from apps.common.http.problems import json_problem
from apps.common.reads import pool as pools
from apps.common.reads.running import fetch
from apps.common.tests.pooled import on_the_pool

pytestmark = pytest.mark.django_db(transaction=True)
SLEEPING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND state = 'active' AND query LIKE 'SELECT pg_sleep%%'"
)


async def raw(statement: str, *values: object) -> list[tuple[Any, ...]]:
    pool = pools.pool_here()
    assert pool
    return await fetch(pool, statement, values)


async def asleep() -> int:
    found = await raw(SLEEPING)
    return int(found[0][0])


async def until(is_so: Callable[[], Awaitable[bool]], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not await is_so():
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


def limited(settings: Any, **also: Any) -> None:
    settings.READS = settings.READS | also


def test_who_leaves_stops_the_statement_in_postgresql() -> None:
    async def leave() -> dict[str, int]:
        reading = asyncio.create_task(raw("SELECT pg_sleep(30)"))

        async def begun() -> bool:
            return await asleep() == 1

        async def over() -> bool:
            return await asleep() == 0

        await until(begun)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        await until(over, 2)
        assert await raw("SELECT 1") == [(1,)]
        return reads.metrics()

    after = on_the_pool(leave)
    assert after["idle"] == after["size"]


def test_who_leaves_while_the_session_goes_back_leaves_it_there() -> None:
    """Red without the shield around the way back: the pool would be short of one for ever."""

    async def leave() -> dict[str, int]:
        pool = pools.pool_here()
        assert pool
        reading = asyncio.create_task(raw("SELECT pg_sleep(0.5)"))

        async def begun() -> bool:
            return await asleep() == 1

        async def back() -> bool:
            return is_back(pool)

        await until(begun)
        async with pool._lock:
            await asyncio.sleep(1)
            assert not reading.done()
            reading.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reading
        await until(back, 2)
        return pool.get_stats()

    def is_back(pool: pools.Pool) -> bool:
        stats = pool.get_stats()
        return stats["pool_available"] == stats["pool_size"]

    assert on_the_pool(leave)["requests_num"] >= 2


def test_a_read_that_takes_too_long_is_given_up(settings: Any) -> None:
    limited(settings, STATEMENT_TIMEOUT_MS=100)
    with pytest.raises(reads.ReadTooSlow) as caught:
        on_the_pool(lambda: raw("SELECT pg_sleep(30)"))
    answer = json_problem(caught.value, RequestFactory().get("/"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert b'"code":"read-too-slow"' in answer.content


def test_what_happens_is_counted(settings: Any) -> None:
    limited(settings, STATEMENT_TIMEOUT_MS=100)
    before = reads.metrics()

    async def ask() -> dict[str, int]:
        await raw("SELECT 1")
        with pytest.raises(reads.ReadTooSlow):
            await raw("SELECT pg_sleep(30)")
        with pytest.raises(psycopg.errors.DivisionByZero):
            await raw("SELECT 1 / 0")
        return reads.metrics()

    after = on_the_pool(ask)
    counted = {name: after[name] - before[name] for name in ("reads", "too_slow", "errors")}
    assert counted == {"reads": 3, "too_slow": 1, "errors": 1}
    assert after["size"] >= after["idle"] >= 1


def test_who_waits_too_long_for_a_session_is_refused(settings: Any) -> None:
    limited(settings, MIN_SIZE=1, MAX_SIZE=1, MAX_WAITING=1, WAIT_SECONDS=0.3)
    before = reads.metrics()

    async def crowd() -> tuple[list[Any], dict[str, int]]:
        asked = [asyncio.create_task(raw("SELECT pg_sleep(1)")) for _ in range(3)]
        return await asyncio.gather(*asked, return_exceptions=True), reads.metrics()

    answers, after = on_the_pool(crowd)
    assert [type(one) for one in answers] == [list, reads.ReadsBusy, reads.ReadsBusy]
    assert after["refused"] == before["refused"] + 2
    assert after["waits"] >= 1
    answer = json_problem(answers[1], RequestFactory().get("/"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "1")
    assert b'"code":"reads-busy"' in answer.content


def test_without_a_database_it_refuses(settings: Any) -> None:
    limited(settings, URL="postgresql://nobody@127.0.0.1:9/nowhere", WAIT_SECONDS=0.3)
    with pytest.raises(reads.ReadsBusy):
        on_the_pool(lambda: raw("SELECT 1"))


def test_one_request_takes_at_most_four_sessions() -> None:
    async def ask() -> tuple[float, int]:
        def nap() -> Awaitable[Any]:
            return raw("SELECT pg_sleep(0.1)")

        began = time.monotonic()
        await reads.together(*(reads.together(nap(), nap(), nap()) for _ in range(4)))
        pool = pools.pool_here()
        assert pool  # this loop's alone: metrics() adds up those of all loops not yet collected
        return time.monotonic() - began, pool.get_stats()["pool_size"]

    seconds, size = on_the_pool(ask)
    assert seconds >= 0.3  # twelve naps, four at a time
    assert size <= 4


def test_reads_run_at_the_same_time() -> None:
    async def ask() -> float:
        await reads.together(*(raw("SELECT pg_sleep(0.1)") for _ in range(4)))  # sessions open
        began = time.monotonic()
        await reads.together(*(raw("SELECT pg_sleep(0.3)") for _ in range(4)))
        return time.monotonic() - began

    assert on_the_pool(ask) < 0.9


def test_the_first_failure_stops_its_siblings_and_comes_as_it_is() -> None:
    async def ask() -> int:
        with pytest.raises(ZeroDivisionError):
            await reads.together(raw("SELECT pg_sleep(30)"), fail())
        return await asleep()

    async def fail() -> None:
        await asyncio.sleep(0.2)
        raise ZeroDivisionError

    assert on_the_pool(ask) == 0


def test_after_a_restart_of_postgresql_reads_go_on() -> None:
    async def ask() -> list[tuple[Any, ...]]:
        await reads.together(*(raw("SELECT pg_sleep(0.1)") for _ in range(3)))
        with pytest.raises(reads.ReadsBusy):  # its own second try ends that session too
            await raw(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND query LIKE '%%pg_sleep(0.1)%%'"
            )
        return await raw("SELECT 1")

    before = reads.metrics()["errors"]
    assert on_the_pool(ask) == [(1,)]
    assert reads.metrics()["errors"] == before + 1


def test_a_column_that_a_migration_changed_is_read_anew(settings: Any) -> None:
    limited(settings, MIN_SIZE=1, MAX_SIZE=1)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS tests_changing; CREATE TABLE tests_changing (n int)")
        cursor.execute("INSERT INTO tests_changing VALUES (1)")

    async def ask() -> list[tuple[Any, ...]]:
        statement = "SELECT n FROM tests_changing WHERE n = %s"
        for _ in range(7):
            assert await raw(statement, 1) == [(1,)]
        await sync_to_async(migrate)()
        return await raw(statement, 1)

    def migrate() -> None:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE tests_changing ALTER n TYPE bigint")

    before = reads.metrics()["repeated"]
    try:
        assert on_the_pool(ask) == [(1,)]
        assert reads.metrics()["repeated"] == before + 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE tests_changing")
