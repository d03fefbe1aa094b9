import json

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.authentication.tests.factories import UserFactory
from apps.common.audit.models import AuditRecord
from apps.common.ids import new_id
from apps.promotions import facade
from apps.promotions.models import Coupon
from apps.promotions.states import CouponKind, CouponScope
from apps.promotions.tests.factories import CouponFactory, basket
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
PATH = "/api/v1/coupons/"


@pytest.fixture
def staff():
    return UserFactory.create(is_staff=True, is_superuser=True)


def used_once(row):
    buyer, reference = UserFactory.create(), new_id()
    facade.redeem(
        [row.code],
        basket=basket(10_000),
        buyer_id=buyer.pk,
        reference=reference,
        is_first_order=False,
    )
    return buyer, reference


def test_staff_make_show_change_and_remove_a_coupon(api, staff):
    amount = {"amount": "1500.00", "currency": "NGN"}
    body = {"code": "owambe", "kind": "fixed", "amount": amount, "minimum": amount}
    made = api.post(PATH, body, signed_in=staff)
    assert made.status_code == 201, made.content
    coupon = made.json()
    assert (coupon["code"], coupon["funder"], coupon["scope"]) == (
        "OWAMBE",
        "platform",
        "everything",
    )
    path = f"{PATH}{coupon['id']}/"
    assert api.get(path, signed_in=staff).json() == coupon
    changed = api.patch(path, {"minimum": None, "note": "Detty December"}, signed_in=staff).json()
    assert (changed["minimum"]["amount"], changed["note"]) == ("0.00", "Detty December")
    assert changed["amount"] == amount
    assert api.delete(path, signed_in=staff).status_code == 204
    assert api.get(path, signed_in=staff).status_code == 404
    actions = AuditRecord.objects.order_by("id").values_list("action", "actor_id")
    assert list(actions) == [
        (f"coupon.{word}", staff.pk) for word in ("created", "changed", "removed")
    ]
    assert "Detty" not in str(list(AuditRecord.objects.values()))


def test_the_how_to_can_be_followed(api, staff):
    how_to = (settings.BASE_DIR / "docs/how-to/coupons.md").read_text()
    body = json.loads(how_to.partition(" -d '")[2].partition("'\n")[0])
    answer = api.post(PATH, body, signed_in=staff)
    assert (answer.status_code, answer.json()["code"]) == (201, "DETTYDECEMBER")
    used_once(CouponFactory.create())
    Coupon.objects.filter(code="DETTYDECEMBER").update(used=1)
    with connection.cursor() as cursor:
        cursor.execute(how_to.partition('psql -c "')[2].partition('"\n')[0])
        assert cursor.fetchall() == [("DETTYDECEMBER", 1, 0)]


def test_a_used_coupon_is_ended_not_removed(api, staff):
    row = CouponFactory.create()
    _, reference = used_once(row)
    facade.release(reference)
    path = f"{PATH}{row.pk}/"
    answer = api.delete(path, signed_in=staff)
    assert (answer.status_code, answer.json()["code"]) == (409, "coupon-used")
    answer = api.patch(path, {"is_active": False}, signed_in=staff)
    assert (answer.status_code, answer.json()["is_active"]) == (200, False)


def test_staff_make_a_coupon_that_a_vendor_pays_for(api, staff):
    vendor = VendorFactory.create()
    body = {"code": "adire", "kind": "free-delivery", "funder": "vendor", "scope": "vendor"}
    answer = api.post(PATH, body, signed_in=staff)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["vendor_id"])
    answer = api.post(PATH, body | {"vendor_id": str(new_id())}, signed_in=staff)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["vendor_id"])
    made = api.post(PATH, body | {"vendor_id": str(vendor.pk)}, signed_in=staff).json()
    assert (made["vendor_id"], made["kind"]) == (str(vendor.pk), "free-delivery")


def test_the_list_is_narrowed_by_what_is_asked(api, staff):
    vendor = VendorFactory.create()
    one = CouponFactory.create(code="OWAMBE")
    two = CouponFactory.create(vendor=vendor, scope=CouponScope.VENDOR, is_active=False)
    three = CouponFactory.create(kind=CouponKind.FREE_DELIVERY, percent_bp=None)
    for query, found in {
        "": [three, two, one],
        "code=%20owambe": [one],
        "kind=free-delivery": [three],
        f"vendor_id={vendor.pk}": [two],
        "is_active=false": [two],
        "is_live=true": [three, one],
        "funder=vendor": [],
    }.items():
        answer = api.get(f"{PATH}?{query}", signed_in=staff).json()
        assert [row["id"] for row in answer["results"]] == [str(row.pk) for row in found], query
    assert api.get(f"{PATH}?kind=odd", signed_in=staff).status_code == 422


def test_the_list_takes_as_many_queries_for_thirty_as_for_one(api, staff):
    counts = []
    for more in (1, 29):
        CouponFactory.create_batch(more)
        with CaptureQueriesContext(connection) as statements:
            found = api.get(PATH, signed_in=staff).json()["results"]
        counts.append((len(statements), len(found)))
    (few, one), (many, thirty) = counts
    assert (one, thirty) == (1, 30)
    assert few == many


def test_uses_are_listed_with_who_and_for_what(api, staff):
    row = CouponFactory.create()
    (first, kept), (_, released) = used_once(row), used_once(row)
    facade.release(released)
    answer = api.get(f"{PATH}{row.pk}/redemptions/", signed_in=staff).json()
    assert [one["reference"] for one in answer["results"]] == [str(released), str(kept)]
    assert answer["results"][1]["amount"] == {"amount": "10.00", "currency": "NGN"}
    for query in ("status=held", f"buyer_id={first.pk}", f"reference={kept}"):
        [only] = api.get(f"{PATH}{row.pk}/redemptions/?{query}", signed_in=staff).json()["results"]
        assert (only["reference"], only["status"]) == (str(kept), "held")
    assert api.get(f"{PATH}{new_id()}/redemptions/", signed_in=staff).status_code == 404


def test_only_staff_with_the_right_of_the_method(api):
    row, body = CouponFactory.create(), {"code": "ABC", "kind": "percentage", "percent_bp": 1}
    viewer = UserFactory.create(is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_coupon"))
    path = f"{PATH}{row.pk}/"
    assert api.get(path, signed_in=viewer).status_code == 200
    for method, where in (("POST", PATH), ("PATCH", path), ("DELETE", path)):
        assert api.request(method, where, body, signed_in=viewer).status_code == 403
    for who, status in ((None, 401), (UserFactory.create(), 403)):
        assert api.get(PATH, signed_in=who).status_code == status
    assert Coupon.objects.count() == 1


def test_who_used_a_coupon_is_a_right_of_its_own(api):
    uses = f"{PATH}{CouponFactory.create().pk}/redemptions/"
    viewer = UserFactory.create(is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_coupon"))
    assert api.get(uses, signed_in=viewer).status_code == 403
    viewer = UserFactory.create(is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_redemption"))
    assert api.get(uses, signed_in=viewer).status_code == 200
