"""The rollups are what counting by hand gives, whatever happened in whatever order."""

from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings

from apps.analytics.models import ProductDay, ShopDay, StaleDay, VendorDay
from apps.analytics.services.roll_up import roll_up
from apps.analytics.tasks import sum_up_last_days, sum_up_stale_days
from apps.analytics.tests.histories import STEPS, act, by_day, by_product, by_vendor
from apps.common.days import Days, today
from apps.common.money import Money
from apps.common.outbox.testing import deliver_events
from apps.common.tests.parallel import no_writes, race_behind
from apps.orders import facade as orders
from apps.orders.tests.aftersale import paid_part, staff
from apps.orders.tests.factories import new_buyer, new_variant, paid_order

pytestmark = pytest.mark.django_db
NEAR_MIDNIGHT = datetime(2026, 11, 3, 22, 30, tzinfo=UTC)  # half an hour before Lagos's


def rows(model: Any, *key: str) -> dict[Any, dict[str, int]]:
    skipped = {"id", "vendor_id", "product_id", "day", "currency"}
    return {
        tuple(row[name] for name in key): {
            name: value for name, value in row.items() if name not in skipped
        }
        for row in model.objects.values()
    }


def check() -> None:
    assert rows(VendorDay, "vendor_id", "day", "currency") == by_vendor()
    assert rows(ProductDay, "product_id", "day", "currency") == by_product()
    assert rows(ShopDay, "day", "currency") == by_day()


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_marks_alone_keep_the_sums_true_and_a_rebuild_finds_nothing(db: None, steps: Any) -> None:
    variants = [new_variant(stock=100), new_variant(stock=100), new_variant(stock=100)]
    buyers = [new_buyer(), new_buyer()]
    with time_machine.travel(NEAR_MIDNIGHT, tick=False) as clock:
        for kind, which, units, hours in steps:
            act(kind, which, units, variants=variants, buyers=buyers)
            if hours:
                sum_up_stale_days.call()
            clock.shift(timedelta(hours=hours))
        sum_up_stale_days.call()
        check()
        assert rollup() == "0 rows changed."


def test_a_rebuild_mends_what_is_wrong_or_missing_and_a_second_one_changes_nothing() -> None:
    paid_order(new_variant(), new_variant())
    sum_up_stale_days.call()
    VendorDay.objects.update(orders=7)
    ProductDay.objects.all()[0].delete()
    ghost = ShopDay.objects.get()
    ghost.pk, ghost.currency = None, "USD"
    ghost.save()
    assert rollup() == "4 rows changed."
    check()
    assert rollup() == "0 rows changed."


def test_a_late_refund_changes_the_day_of_the_sale() -> None:
    with time_machine.travel(NEAR_MIDNIGHT) as clock:
        part = paid_part()
        clock.shift(timedelta(days=40))
        amount = Money(100, "NGN")
        orders.refund_part(part_id=part.id, amount=amount, reason="Sorry", by=staff())
        deliver_events()
        sum_up_stale_days.call()
        day = VendorDay.objects.get()
    assert (str(day.day), day.refunds_minor) == ("2026-11-03", 100)


def test_a_day_begins_at_midnight_in_lagos() -> None:
    for hour, day in ((22, "2026-11-03"), (23, "2026-11-04")):
        with time_machine.travel(datetime(2026, 11, 3, hour, 59, tzinfo=UTC)):
            paid_order()
            sum_up_stale_days.call()
        assert str(VendorDay.objects.latest("id").day) == day


def test_the_marks_are_taken_off_and_a_repeat_does_no_harm() -> None:
    paid_order()
    assert StaleDay.objects.count() == 1
    assert (sum_up_stale_days.call(), sum_up_stale_days.call()) == (1, 0)
    assert not StaleDay.objects.exists()


def test_the_nightly_run_finds_what_no_event_has_told() -> None:
    with time_machine.travel(NEAR_MIDNIGHT) as clock:
        paid_order()
        sum_up_stale_days.call()
        VendorDay.objects.update(units=99)
        clock.shift(timedelta(days=2))
        assert sum_up_last_days.call() == 1
        check()


def test_an_unpaid_order_is_no_sale(db: None) -> None:
    act("leave", 0, 1, variants=[new_variant()], buyers=[new_buyer()])
    assert (sum_up_stale_days.call(), rollup()) == (0, "0 rows changed.")


@pytest.mark.django_db(transaction=True)
def test_two_sums_of_one_day_wait_for_each_other() -> None:
    """Red without the lock: each finds no row of the day yet, and the second breaks the key."""
    paid_order(new_variant(stock=5))
    sums = partial(roll_up, Days(today(), today()))
    answers = race_behind(partial(no_writes, VendorDay), [sums] * 2)
    assert sorted(map(str, answers)) == ["0", "3"]
    check()


def test_the_command_refuses_days_in_the_wrong_order() -> None:
    with pytest.raises(CommandError):
        call_command("rollup", "--from", "2026-11-02", "--to", "2026-11-01")


def rollup() -> str:
    """The last words of the command over all days."""
    said = StringIO()
    call_command("rollup", stdout=said)
    return said.getvalue().strip().partition(": ")[2]
