"""A hold ends when its minutes are over, and what it held is free within the next minute."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from apps.common import clock
from apps.common.ids import new_id
from apps.inventory import facade
from apps.inventory.models import Reservation
from apps.inventory.tasks import release_expired_holds
from apps.inventory.tests.factories import assert_books_balance, counts, line, stocked

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("phase", [0, 1, 17, 29])
def test_the_schedule_frees_a_hold_within_a_minute_of_its_end(settings, phase):
    job = settings.TASKS_SCHEDULE["release expired holds"]
    assert job["task"] == "apps.inventory.tasks.release_expired_holds"
    tick, start = timedelta(seconds=job["every"]), clock.now()
    end = start + timedelta(minutes=settings.HOLD_MINUTES)
    now = freed = start + timedelta(seconds=phase)
    with time_machine.travel(start, tick=False) as time:
        shirt = stocked(1)
        facade.reserve(lines=[line(shirt)], reference=new_id(), minutes=settings.HOLD_MINUTES)
        while counts(shirt) == (1, 1):
            assert now <= end + timedelta(seconds=60), "too late"
            time.move_to(now)
            release_expired_holds.call()
            freed, now = now, now + tick
    assert freed >= end, "too early"


def test_a_hold_that_cannot_be_released_does_not_keep_the_others():
    broken, fine = stocked(1), stocked(1)
    for shirt in (broken, fine):
        facade.reserve(lines=[line(shirt)], reference=new_id(), minutes=-1)
    with connection.cursor() as cursor:  # units that nobody can give back: the books are wrong
        cursor.execute(
            "UPDATE inventory_stock SET reserved = 0 WHERE variant_id = %s", [str(broken)]
        )
    assert facade.release_expired() == 1
    assert counts(fine) == (1, 0)
    assert_books_balance(fine)
    assert Reservation.objects.filter(status="held").count() == 1


def test_what_a_flash_sale_held_is_free_in_one_run():
    shirt = stocked(600)
    for _ in range(600):
        facade.reserve(lines=[line(shirt)], reference=new_id(), minutes=-1)
    assert release_expired_holds.call() == 600
    assert counts(shirt) == (600, 0)
