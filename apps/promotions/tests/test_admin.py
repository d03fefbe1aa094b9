import pytest
from django.test import Client

from apps.authentication.tests.factories import UserFactory
from apps.common.audit.models import AuditRecord
from apps.common.ids import new_id
from apps.products.tests.factories import ProductFactory
from apps.promotions import facade
from apps.promotions.models import Coupon
from apps.promotions.tests.factories import CouponFactory, basket

pytestmark = pytest.mark.django_db
ADD = "/admin/promotions/coupon/add/"
FORM = {
    "code": "detty dec",
    "kind": "percentage",
    "percent_bp": "1000",
    "cap": "500.50",
    "starts_at_0": "2026-12-01",
    "starts_at_1": "00:00:00",
    "is_active": "on",
    "scope": "everything",
    "funder": "platform",
}


@pytest.fixture
def clerk():
    return UserFactory.create(is_staff=True, is_superuser=True)


@pytest.fixture
def pages(clerk):
    client = Client()
    client.force_login(clerk)
    return client


def used_once(row):
    facade.redeem(
        [row.code],
        basket=basket(10_000),
        buyer_id=UserFactory.create().pk,
        reference=new_id(),
        is_first_order=False,
    )


def test_staff_make_and_change_a_coupon_through_the_services(pages, clerk):
    assert pages.get(ADD).status_code == 200
    answer = pages.post(ADD, FORM, follow=True)
    row = Coupon.objects.get()
    assert (row.code, row.cap_minor, row.currency) == ("DETTYDEC", 50_050, "NGN"), answer.text
    page = f"/admin/promotions/coupon/{row.pk}/change/"
    assert 'value="500.50"' in pages.get(page).text
    product = ProductFactory.create()
    changed = FORM | {"code": "OTHER", "scope": "products", "products": [str(product.pk)]}
    pages.post(page, changed, follow=True)
    row.refresh_from_db()
    assert (row.code, row.scope) == ("DETTYDEC", "products")
    assert row.products.get().product_id == product.pk
    records = AuditRecord.objects.order_by("id").values_list("action", "actor_id")
    assert list(records) == [("coupon.created", clerk.pk), ("coupon.changed", clerk.pk)]


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"percent_bp": "10001"}, "basis points"),
        ({"funder": "vendor"}, "for its own goods"),
        ({"scope": "products"}, "names some"),
        ({"code": "no"}, "letters, digits"),
        ({"kind": "fixed", "percent_bp": "", "cap": ""}, "A fixed coupon has one"),
    ],
    ids=str,
)
def test_what_no_coupon_can_be_is_told_at_its_field(pages, fault, sentence):
    assert sentence in pages.post(ADD, FORM | fault).text
    assert not Coupon.objects.exists()


def test_a_code_that_is_taken_is_told(pages):
    CouponFactory.create(code="DETTYDEC")
    assert "already exists" in pages.post(ADD, FORM).text
    assert Coupon.objects.count() == 1


def test_a_limit_below_the_uses_changes_nothing(pages):
    row = CouponFactory.create()
    used_once(row)
    used_once(row)
    page = f"/admin/promotions/coupon/{row.pk}/change/"
    answer = pages.post(page, FORM | {"cap": "", "total_limit": "1"}, follow=True)
    assert "Nothing changed. It has 2 uses." in answer.text
    assert "was changed successfully" not in answer.text
    row.refresh_from_db()
    assert row.total_limit is None
    assert not AuditRecord.objects.exists()


def test_a_used_coupon_cannot_be_deleted(pages):
    used, unused = CouponFactory.create(), CouponFactory.create()
    used_once(used)
    for row, status in ((used, 403), (unused, 302)):
        page = f"/admin/promotions/coupon/{row.pk}/delete/"
        assert pages.post(page, {"post": "yes"}).status_code == status
    assert list(Coupon.objects.all()) == [used]
    assert AuditRecord.objects.get().action == "coupon.removed"


@pytest.mark.parametrize("model", ["coupon", "redemption"])
def test_lists_search_with_a_constant_number_of_queries(
    pages, model, django_assert_max_num_queries
):
    for row in CouponFactory.create_batch(5):
        used_once(row)
    with django_assert_max_num_queries(8):
        assert pages.get(f"/admin/promotions/{model}/", {"q": "SAVE"}).status_code == 200
        assert pages.get(f"/admin/promotions/{model}/").status_code == 200


def test_uses_are_read_only(pages):
    assert pages.get("/admin/promotions/redemption/add/").status_code == 403
