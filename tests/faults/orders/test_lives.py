"""Lives of orders, drawn by chance: 2,000, shared out so that every core has its part.

`FASHIONISTAR_LIVES=20000 ./fashionistar test --faults orders -k lives` draws as many as it says;
`FASHIONISTAR_LIVES_SEED=7` draws others: the same number draws the same lives.
"""

import os

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from apps.common.outbox import publishing
from apps.common.outbox.events import Event
from apps.common.outbox.registry import Handler, handlers_of
from apps.inventory.models import Stock
from apps.orders.selectors.invariants import faults
from apps.promotions.models import Coupon
from tests.faults.orders.books import assert_books_agree
from tests.faults.orders.conftest import IS_LONG
from tests.faults.orders.life import Life
from tests.faults.orders.shop import Shop, found_wrong

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LIVES = int(os.environ.get("FASHIONISTAR_LIVES", "2000"))
SHARES = 8
SEED = int(os.environ.get("FASHIONISTAR_LIVES_SEED", "0"))
STEPS = 40 if IS_LONG else 25


@pytest.fixture(autouse=True)
def without_mails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody hears of it who only listens: mails change no book, and are a sixth of the cost."""
    monkeypatch.setattr(publishing, "handlers_of", _who_acts)


def _who_acts(event: Event) -> list[Handler]:
    heard = handlers_of(event)
    return [one for one in heard if not one.path.startswith("apps.notifications.")]


@pytest.mark.parametrize("share", range(SHARES))
def test_whatever_happens_the_books_agree(share: int) -> None:
    Life.shop = Shop.open()
    run_state_machine_as_test(
        seed(SEED * SHARES + share)(Life),
        settings=settings(
            max_examples=max(1, LIVES // SHARES),
            stateful_step_count=STEPS,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert_books_agree()


def test_the_statement_of_all_checks_finds_what_they_find() -> None:
    shop = Shop.open()
    assert found_wrong() == []
    Stock.objects.filter(pk=shop.goods[0].pk).update(reserved=1)
    Coupon.objects.update(used=2)
    told = [(fault.check, fault.subject, fault.sentence) for fault in faults()]
    assert sorted(found_wrong()) == sorted(told)
    assert {check[:2] for check, _, _ in told} == {"I2", "I9"}
