"""`once`: one yes per key and transaction, on PostgreSQL with real threads, and on SQLite."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from django.contrib.auth.models import Group
from django.db import connection, connections, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.models.functions import Now
from django.db.transaction import TransactionManagementError

from leased_tasks.effects import forget_once, once
from leased_tasks.models import OnceKey

race = pytest.mark.django_db(transaction=True)


def in_transaction(
    key: str, *, asked: Event | None = None, go: Event | None = None, fail: bool = False
) -> bool:
    """Ask in a transaction of this thread's own and stay in it until `go`."""
    try:
        with transaction.atomic():
            first = once(key)
            if asked:
                asked.set()
            if go:
                assert go.wait(20)
            transaction.set_rollback(fail)
        return first
    finally:
        connection.close()


@race
def test_of_twenty_at_the_same_moment_one_is_first() -> None:
    gate = Barrier(20)

    def pay(number: int) -> bool:
        try:
            with transaction.atomic():
                gate.wait(20)
                if first := once("payout:7"):
                    Group.objects.create(name=f"paid by {number}")
                return first
        finally:
            connection.close()

    connection.close()
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(pay, range(20)))
    assert sorted(answers) == [False] * 19 + [True]
    assert Group.objects.count() == 1


@race
@pytest.mark.parametrize("rolled_back", [False, True])
def test_the_second_waits_for_the_first_to_end(rolled_back: bool) -> None:
    asked, go = Event(), Event()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(in_transaction, "k", asked=asked, go=go, fail=rolled_back)
        assert asked.wait(20)
        second = pool.submit(in_transaction, "k")
        with pytest.raises(TimeoutError):
            second.result(0.5)
        go.set()
        assert first.result(20) is True
        assert second.result(20) is rolled_back


@race
def test_other_keys_do_not_wait() -> None:
    asked, go = Event(), Event()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(in_transaction, "a", asked=asked, go=go)
        assert asked.wait(20)
        assert pool.submit(in_transaction, "b").result(20) is True
        go.set()
        assert first.result(20) is True


@race
def test_without_a_transaction_it_refuses() -> None:
    with pytest.raises(TransactionManagementError, match="atomic"):
        once("k")
    assert not OnceKey.objects.exists()


@pytest.mark.django_db
def test_a_savepoint_rolled_back_frees_the_key() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        assert once("k")
        raise RuntimeError
    with transaction.atomic():
        assert once("k")
        assert not once("k")
    assert not once("k")


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 201, "a\0b"])
def test_a_key_that_no_row_can_hold_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="1 to 200 characters"):
        once(key)


@pytest.mark.django_db
def test_a_key_is_taken_letter_by_letter() -> None:
    keys = ["ß" * 200, "a", "A", "a ", "%s", "'; --"]
    assert [once(key) for key in keys] == [True] * len(keys)
    assert [once(key) for key in keys] == [False] * len(keys)


@pytest.mark.django_db
def test_old_keys_are_forgotten_and_young_ones_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leased_tasks.effects._BATCH", 2)
    for number in range(7):
        once(f"old:{number}")
    OnceKey.objects.update(created_at=Now() - timedelta(days=30, minutes=1))
    once("young")
    OnceKey.objects.filter(key="young").update(created_at=Now() - timedelta(days=29, hours=23))
    assert forget_once(days=30) == 7
    assert not once("young")
    assert once("old:3")
    with pytest.raises(ValueError, match="at least one day"):
        forget_once(days=0)


@pytest.fixture
def sqlite(tmp_path) -> Iterator[str]:
    base = {**connections["default"].settings_dict, "NAME": str(tmp_path / "db"), "OPTIONS": {}}
    connections["sqlite"] = DatabaseWrapper({**base, "ENGINE": "sqlite3"}, "sqlite")
    with connections["sqlite"].schema_editor() as editor:
        editor.create_model(OnceKey)
    yield "sqlite"
    connections["sqlite"].close()
    del connections["sqlite"]


@race
def test_sqlite_answers_alike(sqlite: str) -> None:
    with pytest.raises(TransactionManagementError):
        once("k", using=sqlite)
    with transaction.atomic(using=sqlite):
        assert once("k", using=sqlite)
        transaction.set_rollback(True, using=sqlite)
    with transaction.atomic(using=sqlite):
        assert once("k", using=sqlite)
        assert not once("k", using=sqlite)
        once("old", using=sqlite)
    rows = OnceKey.objects.using(sqlite)
    rows.filter(key="old").update(created_at=Now() - timedelta(days=3))
    assert forget_once(days=2, using=sqlite) == 1
    assert list(rows.values_list("key", flat=True)) == ["k"]
    assert not OnceKey.objects.exists()
