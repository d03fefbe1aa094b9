"""Popularity and tiers are noted row by row in the order of ids, so two of them cannot embrace."""

import time
from collections.abc import Callable
from functools import partial
from threading import Event

import pytest
from django.db import connection, transaction

from apps.common.ids import new_id
from apps.common.tests.parallel import PATIENCE_SECONDS, race, waiting_for_locks
from apps.products import facade
from apps.products.contracts import ProductId
from apps.products.models import Product
from apps.products.models.product import HEAD_TIER
from apps.products.tests.factories import ProductFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ids() -> list[ProductId]:
    """Three listed products; on disk the last comes first."""
    ids = sorted(ProductId(new_id()) for _ in range(3))
    for product_id in reversed(ids):
        ProductFactory.create(id=product_id)
    return ids


def _as_on_disk(call: Callable[[], int]) -> int:
    """Let no index bring the rows into order by chance."""
    with transaction.atomic(), connection.cursor() as cursor:
        for way in ("nestloop", "mergejoin", "indexscan", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        return call()


def _behind_the_first(ids: list[ProductId], call: Callable[[], int]) -> list[object]:
    """Run the call while the first row is held; also answer whether the others stay free."""
    is_held = Event()

    def hold() -> int:
        rows = Product.objects.select_for_update(no_key=True, nowait=True)
        with transaction.atomic():
            list(rows.filter(id=ids[0]))
            is_held.set()
            deadline = time.monotonic() + PATIENCE_SECONDS
            while waiting_for_locks() < 1 and time.monotonic() < deadline:
                time.sleep(0.01)
            return len(rows.filter(id__in=ids[1:]))

    def follow() -> int:
        is_held.wait(PATIENCE_SECONDS)
        return _as_on_disk(call)

    return race([hold, follow])


def test_popularity_takes_the_rows_in_the_order_of_ids(ids: list[ProductId]) -> None:
    note = partial(facade.note_popularity, dict.fromkeys(ids, 7))
    assert _behind_the_first(ids, note) == [2, 3]
    assert set(Product.objects.values_list("popularity", flat=True)) == {7}


def test_tiers_take_the_rows_in_the_order_of_ids(ids: list[ProductId]) -> None:
    assert _behind_the_first(ids, facade.sort_tiers) == [2, 3]
    assert set(Product.objects.values_list("popularity_tier", flat=True)) == {HEAD_TIER}
