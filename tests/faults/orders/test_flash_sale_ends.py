"""Thousands of holds end in the same second: a minute later all goods are free again."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from apps.common import clock
from apps.common.ids import new_id
from apps.inventory.models import Reservation, Stock
from apps.orders.models import Order
from apps.orders.services.place_order import place_order
from apps.orders.tests.factories import item, new_buyer, new_variant, wish
from tests.faults.orders.books import assert_books_agree
from tests.faults.orders.conftest import IS_LONG
from tests.faults.processes import Crew, RedisServer, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ORDERS = 5000
WORKERS = ("one", "two")
WITHIN = 60.0  # seconds


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Crew]:
    """Two workers as `up` starts one; nobody reads mails here."""
    redis = RedisServer(tmp_path / "redis")
    redis.start()
    found = Crew(tmp_path, smtp_port=1, redis_url=redis.url)
    yield found
    found.stop()
    redis.kill()


def _sell(count: int) -> None:
    """One hot variant in every order, one of two others beside it."""
    hot, *others = [new_variant(stock=count + 10) for _ in range(3)]
    buyer = new_buyer()
    for number in range(count):
        lines = [item(hot), item(others[number % 2])]
        place_order(wish(*lines, buyer=buyer), key=new_id().hex)


def _end_all(at: datetime) -> None:
    Order.objects.update(expires_at=at)
    Reservation.objects.update(expires_at=at)


def _is_free() -> bool:
    return not Reservation.objects.filter(status="held").exists()


def _is_over() -> bool:
    return not Order.objects.filter(status="pending").exists()


def test_all_is_free_a_minute_after_a_flash_sale(
    crew: Crew, scale: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = ORDERS // scale
    _sell(count)
    begin = 20 if IS_LONG else 6  # seconds in which the workers are up
    if not IS_LONG:
        monkeypatch.setenv("TICK_SECONDS", "2")
    for name in WORKERS:
        crew.start(name, "tasks_worker")
    end = clock.now() + timedelta(seconds=begin)
    _end_all(end)
    time.sleep(begin)
    wait_for(_is_free, "the release of all holds")
    freed = (clock.now() - end).total_seconds()
    wait_for(_is_over, "the expiry of all orders")
    over = (clock.now() - end).total_seconds()
    print(f"\n{count} holds free after {freed:.0f} s, all orders expired after {over:.0f} s")
    assert freed <= WITHIN
    assert not Stock.objects.exclude(reserved=0).exists()
    assert set(Order.objects.values_list("status", flat=True)) == {"expired"}
    assert_books_agree()
