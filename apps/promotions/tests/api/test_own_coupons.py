import pytest

from apps.authentication.tests.factories import UserFactory
from apps.common.audit.models import AuditRecord
from apps.common.ids import new_id
from apps.products.tests.factories import CategoryFactory, ProductFactory
from apps.promotions import facade
from apps.promotions.contracts import Basket
from apps.promotions.models import Coupon
from apps.promotions.states import CouponScope, Funder
from apps.promotions.tests.factories import CouponFactory, line
from apps.vendors.tests.factories import VendorFactory, VendorMemberFactory

pytestmark = pytest.mark.django_db
PATH = "/api/v2/vendor/coupons"
NGN_500 = {"amount": "500.00", "currency": "NGN"}


@pytest.fixture
def store():
    return VendorFactory.create()


@pytest.fixture
def clerk(store):
    return VendorMemberFactory.create(vendor=store).user


def own_coupon(store, **terms):
    return CouponFactory.create(
        vendor=store, funder=Funder.VENDOR, scope=CouponScope.VENDOR, **terms
    )


def test_a_vendor_makes_a_coupon_for_its_own_goods(api, store, clerk):
    body = {"code": "adire 10", "kind": "percentage", "percent_bp": 1000, "cap": NGN_500}
    answer = api.post(PATH, body, signed_in=clerk)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (made["code"], made["scope"], made["funder"]) == ("ADIRE10", "vendor", "vendor")
    assert (made["cap"], made["minimum"]["amount"], made["used"]) == (NGN_500, "0.00", 0)
    row = Coupon.objects.get(pk=made["id"])
    assert (row.vendor_id, row.cap_minor) == (store.pk, 50_000)
    assert api.get(f"{PATH}/{row.pk}", signed_in=clerk).json() == made
    record = AuditRecord.objects.get(action="coupon.created")
    assert (record.subject, record.actor_id) == (f"coupon:{row.pk}", clerk.pk)
    assert (record.after or {})["cap_minor"] == 50_000


def test_products_and_categories_are_checked(api, store, clerk):
    own, foreign = ProductFactory.create(vendor=store), ProductFactory.create()
    category = CategoryFactory.create()
    body = {"code": "PICKED", "kind": "fixed", "amount": NGN_500, "scope": "products"}
    for ids in ([], [str(foreign.pk)], [str(own.pk), str(foreign.pk)], [str(new_id())]):
        answer = api.post(PATH, body | {"product_ids": ids}, signed_in=clerk)
        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["product_ids"])
    made = api.post(PATH, body | {"product_ids": [str(own.pk)]}, signed_in=clerk).json()
    assert made["product_ids"] == [str(own.pk)]
    turned = {"scope": "categories", "product_ids": [], "category_ids": [str(category.pk)]}
    changed = api.patch(f"{PATH}/{made['id']}", turned, signed_in=clerk).json()
    assert (changed["product_ids"], changed["category_ids"]) == ([], [str(category.pk)])


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"scope": "everything"}, "scope"),
        ({"percent_bp": None}, "percent_bp"),
        ({"amount": NGN_500}, "amount"),
        ({"kind": "free-delivery"}, "percent_bp"),
        ({"cap": {"amount": "0", "currency": "NGN"}}, "cap"),
        ({"cap": {"amount": "0.001", "currency": "NGN"}}, "cap.amount"),
        ({"cap": {"amount": "-1", "currency": "NGN"}}, "cap.amount"),
        ({"cap": {"amount": "\u0661", "currency": "NGN"}}, "cap.amount"),
        ({"cap": {"amount": "1", "currency": "USD"}}, "cap.currency"),
        ({"ends_at": "2020-01-01T00:00:00Z"}, "ends_at"),
        ({"ends_at": "2030-01-01T00:00:00"}, "ends_at"),
        ({"starts_at": "0001-01-01T00:00:00+14:00"}, "starts_at"),
        ({"ends_at": 4102444800}, "ends_at"),
        ({"total_limit": 0}, "total_limit"),
        ({"per_buyer_limit": True}, "per_buyer_limit"),
        ({"code": "Ö10"}, "code"),
        ({"note": "\u202ea"}, "note"),
        ({"funder": "platform"}, "funder"),
        ({"used": 0}, "used"),
    ],
    ids=str,
)
def test_what_no_coupon_can_be_is_422_by_its_field(api, clerk, fault, field):
    body = {"code": "ADIRE10", "kind": "percentage", "percent_bp": 1000}
    answer = api.post(PATH, body | fault, signed_in=clerk)
    assert answer.status_code == 422, answer.content
    assert field in answer.json()["errors"]
    assert not Coupon.objects.exists()


def test_a_taken_code_is_409_in_any_spelling(api, clerk):
    CouponFactory.create(code="OWAMBE")
    body = {"code": " owambe", "kind": "percentage", "percent_bp": 1000}
    answer = api.post(PATH, body, signed_in=clerk)
    assert (answer.status_code, answer.json()["code"]) == (409, "coupon-code-taken")


def test_a_vendor_changes_and_ends_its_coupon(api, store, clerk):
    row = own_coupon(store, total_limit=5, ends_at="2030-01-01T00:00:00Z")
    path = f"{PATH}/{row.pk}"
    changed = api.patch(path, {"ends_at": None, "percent_bp": 2000}, signed_in=clerk).json()
    assert (changed["ends_at"], changed["percent_bp"], changed["total_limit"]) == (None, 2000, 5)
    record = AuditRecord.objects.get(action="coupon.changed")
    assert record.before == {"ends_at": "2030-01-01T00:00:00+00:00", "percent_bp": 1000}
    assert record.after == {"ends_at": None, "percent_bp": 2000}
    for _ in range(2):
        answer = api.post(f"{path}/end", signed_in=clerk)
        assert (answer.status_code, answer.json()["is_active"]) == (200, False)
    assert AuditRecord.objects.filter(action="coupon.ended").count() == 1


def test_a_limit_stays_above_the_uses(api, store, clerk):
    row = own_coupon(store, total_limit=5)
    goods = Basket((line(10_000, vendor_id=store.pk),))
    for _ in range(2):
        facade.redeem(
            [row.code],
            basket=goods,
            buyer_id=UserFactory.create().pk,
            reference=new_id(),
            is_first_order=False,
        )
    answer = api.patch(f"{PATH}/{row.pk}", {"total_limit": 1}, signed_in=clerk)
    assert (answer.status_code, answer.json()["used"]) == (409, 2)
    assert api.patch(f"{PATH}/{row.pk}", {"total_limit": 2}, signed_in=clerk).status_code == 200


def test_anothers_coupon_and_the_platforms_look_like_none(api, clerk, store):
    foreign = own_coupon(VendorFactory.create())
    platforms = CouponFactory.create(vendor=store, scope=CouponScope.VENDOR)
    for pk in (foreign.pk, platforms.pk, new_id()):
        for method, path, body in (
            ("GET", f"{PATH}/{pk}", None),
            ("PATCH", f"{PATH}/{pk}", {"percent_bp": 1}),
            ("POST", f"{PATH}/{pk}/end", None),
        ):
            answer = api.request(method, path, body, signed_in=clerk)
            assert (answer.status_code, answer.json()["code"]) == (404, "coupon-not-found")
    assert api.get(PATH, signed_in=clerk).json()["results"] == []
    assert set(Coupon.objects.values_list("percent_bp", "is_active")) == {(1000, True)}


def test_the_list_is_paged_newest_first_and_narrowed(api, store, clerk):
    rows = [own_coupon(store) for _ in range(3)]
    own_coupon(store, is_active=False)
    first = api.get(f"{PATH}?limit=2&is_live=true", signed_in=clerk).json()
    assert [one["id"] for one in first["results"]] == [str(rows[2].pk), str(rows[1].pk)]
    rest = api.get(first["next"].partition("testserver")[2], signed_in=clerk).json()
    assert [one["id"] for one in rest["results"]] == [str(rows[0].pk)]
    assert len(api.get(f"{PATH}?is_live=false", signed_in=clerk).json()["results"]) == 1


def test_guests_and_buyers_have_no_coupons_of_their_own(api):
    body = {"code": "ADIRE10", "kind": "percentage", "percent_bp": 1000}
    assert api.post(PATH, body).status_code == 401
    assert api.post(PATH, body, signed_in=UserFactory.create()).status_code == 403
