import pytest

from apps.authentication.tests.factories import UserFactory
from apps.common.audit.models import AuditRecord
from apps.common.ids import new_id
from apps.common.outbox.models import OutboxEvent
from apps.common.outbox.testing import deliver_events
from apps.common.tests.parallel import race
from apps.inventory import facade
from apps.inventory.contracts import StockLine
from apps.inventory.errors import QuantityOutOfRange
from apps.inventory.events import LowStock
from apps.inventory.tests.factories import line, stocked
from apps.products.models import Variant
from apps.vendors.contracts import VendorId

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_are_few(settings):
    settings.LOW_STOCK_AT = 3


def notices():
    deliver_events()
    rows = OutboxEvent.objects.filter(name=LowStock.name).order_by("id")
    return [(row.payload["available"], row.payload["low_at"]) for row in rows]


def buy(variant_id, units=1):
    reference = new_id()
    facade.reserve(lines=[line(variant_id, units)], reference=reference, minutes=10)
    return reference


def test_one_notice_a_crossing():
    shirt = stocked(5)
    buy(shirt)
    assert notices() == []
    order = buy(shirt)
    assert notices() == [(3, 3)]
    buy(shirt, 2)
    facade.commit(reference=order)
    assert notices() == [(3, 3)]
    facade.receive([StockLine(shirt, 1)], reason="delivery")
    buy(shirt)
    assert notices() == [(3, 3)], "it was never above the threshold again"
    facade.receive([StockLine(shirt, 9)], reason="delivery")
    buy(shirt, 8)
    assert notices() == [(3, 3), (2, 3)]


def test_selling_out_at_once_is_a_crossing_too():
    shirt = stocked(5)
    buy(shirt, 5)
    assert notices() == [(0, 3)]


def test_a_variants_number_goes_before_its_vendors_and_that_before_the_shops():
    clerk, shirt = UserFactory.create(), stocked(9)
    vendor_id = VendorId(Variant.objects.get(pk=shirt).vendor_id)
    assert facade.default_low_at(vendor_id) == 3
    facade.set_default_low_at(vendor_id=vendor_id, low_at=8, actor_id=clerk.pk)
    buy(shirt)
    assert notices() == [(8, 8)]
    facade.set_low_at(variant_id=shirt, low_at=7, actor_id=clerk.pk)
    buy(shirt)
    assert notices() == [(8, 8), (7, 7)]
    facade.set_low_at(variant_id=shirt, low_at=None, actor_id=clerk.pk)
    facade.set_default_low_at(vendor_id=vendor_id, low_at=None, actor_id=clerk.pk)
    buy(shirt, 4)
    assert notices() == [(8, 8), (7, 7), (3, 3)]
    assert AuditRecord.objects.filter(actor_id=clerk.pk).count() == 4


def test_setting_the_same_number_again_writes_nothing():
    clerk, shirt = UserFactory.create(), stocked(9)
    for _ in range(2):
        facade.set_low_at(variant_id=shirt, low_at=5, actor_id=clerk.pk)
    assert AuditRecord.objects.filter(actor_id=clerk.pk).count() == 1


@pytest.mark.parametrize("low_at", [-1, 1_000_001])
def test_impossible_thresholds_are_refused(low_at):
    clerk, shirt = UserFactory.create(), stocked(1)
    with pytest.raises(QuantityOutOfRange):
        facade.set_low_at(variant_id=shirt, low_at=low_at, actor_id=clerk.pk)


@pytest.mark.django_db(transaction=True)
def test_buyers_at_once_cross_the_threshold_once():
    shirt = stocked(12)
    assert race([lambda: buy(shirt) and None for _ in range(12)]) == [None] * 12
    assert notices() == [(3, 3)]
