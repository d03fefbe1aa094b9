import pytest

from apps.common.ids import new_id
from apps.common.outbox.delivery import deliver_next
from apps.common.outbox.models import OutboxEvent
from apps.common.outbox.testing import deliver_events
from apps.inventory import facade
from apps.inventory.contracts import StockLine
from apps.inventory.tests.factories import line, stocked
from apps.products.models import Variant

pytestmark = pytest.mark.django_db


def test_the_catalogue_follows_when_a_variant_sells_out_and_comes_back():
    shirt = stocked(2)
    deliver_events()
    assert Variant.objects.get(pk=shirt).is_in_stock
    reference = new_id()
    facade.reserve(lines=[line(shirt, 2)], reference=reference, minutes=10)
    deliver_events()
    assert not Variant.objects.get(pk=shirt).is_in_stock
    facade.release(reference=reference)
    deliver_events()
    assert Variant.objects.get(pk=shirt).is_in_stock


def test_only_selling_out_and_coming_back_are_told(settings):
    settings.LOW_STOCK_AT = 0
    shirt = stocked(5)
    OutboxEvent.objects.all().delete()
    paid = new_id()
    facade.reserve(lines=[line(shirt, 2)], reference=paid, minutes=10)
    facade.commit(reference=paid)
    facade.receive([StockLine(shirt, 1)], reason="delivery")
    assert not OutboxEvent.objects.exists()
    facade.reserve(lines=[line(shirt, 4)], reference=new_id(), minutes=10)
    assert OutboxEvent.objects.get().payload == {
        "variant_id": str(shirt),
        "available": 0,
        "low_at": 0,
    }


def test_an_old_event_tells_no_old_news():
    shirt = stocked(1)
    facade.set_on_hand(variant_id=shirt, quantity=0, reason="lost")
    assert deliver_next()
    assert not Variant.objects.get(pk=shirt).is_in_stock
