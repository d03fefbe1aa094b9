import pytest
from django.test import Client

from apps.authentication.tests.factories import UserFactory
from apps.common.audit.models import AuditRecord
from apps.common.ids import new_id
from apps.inventory import facade
from apps.inventory.models import Movement
from apps.inventory.tests.factories import counts, line, stocked
from apps.products.models import Variant
from apps.vendors.contracts import VendorId

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return UserFactory.create(is_staff=True, is_superuser=True)


@pytest.fixture
def admin_pages(clerk):
    client = Client()
    client.force_login(clerk)
    return client


def test_a_correction_by_staff_is_a_movement(admin_pages, clerk):
    shirt = stocked(5, sku="SHIRT-1")
    page = f"/admin/inventory/stock/{shirt}/change/"
    assert admin_pages.get(page).status_code == 200
    answer = admin_pages.post(page, {"counted": 3, "reason": "Two were torn"}, follow=True)
    assert answer.status_code == 200
    assert counts(shirt) == (3, 0)
    move = Movement.objects.latest("id")
    assert (move.reason, move.actor_id) == ("Two were torn", clerk.pk)


def test_staff_cannot_count_below_what_buyers_hold(admin_pages):
    shirt = stocked(5)
    facade.reserve(lines=[line(shirt, 4)], reference=new_id(), minutes=10)
    page = f"/admin/inventory/stock/{shirt}/change/"
    answer = admin_pages.post(page, {"counted": 3, "reason": "x"}, follow=True)
    assert "4 units are reserved" in answer.text
    assert "was changed successfully" not in answer.text
    assert counts(shirt) == (5, 4)
    assert not AuditRecord.objects.exists()


@pytest.mark.parametrize(
    "model",
    ["stock", "reservation", "movement", "lowstockdefault", "backinstockrequest", "stocksheet"],
)
def test_lists_search_with_a_constant_number_of_queries(
    admin_pages, model, django_assert_max_num_queries
):
    for _ in range(5):
        facade.reserve(lines=[line(stocked(2))], reference=new_id(), minutes=10)
        gone, clerk = stocked(0), UserFactory.create()
        vendor_id = VendorId(Variant.objects.get(pk=gone).vendor_id)
        facade.ask_when_back(variant_id=gone, buyer_id=clerk.pk)
        facade.set_default_low_at(vendor_id=vendor_id, low_at=1, actor_id=clerk.pk)
        facade.upload_sheet(vendor_id=vendor_id, content=b"sku,on_hand\n", actor_id=clerk.pk)
    with django_assert_max_num_queries(8):
        page = admin_pages.get(f"/admin/inventory/{model}/", {"q": str(new_id())})
        assert page.status_code == 200
        assert admin_pages.get(f"/admin/inventory/{model}/").status_code == 200


@pytest.mark.parametrize(
    "model", ["reservation", "movement", "lowstockdefault", "backinstockrequest", "stocksheet"]
)
def test_the_log_and_the_holds_are_read_only(admin_pages, model):
    assert admin_pages.get(f"/admin/inventory/{model}/add/").status_code == 403
