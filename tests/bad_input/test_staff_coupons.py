"""Bad values on the coupons of staff: the tests of every endpoint meet a 403 there."""

from typing import Any

import pytest

from apps.authentication.tests.factories import UserFactory
from apps.promotions.models import Coupon
from apps.promotions.tests.factories import CouponFactory
from tests.bad_input.catalogue import spoiled
from tests.bad_input.operations import example, operations

pytestmark = pytest.mark.django_db
OURS = [
    operation
    for operation in operations()
    if operation.path.startswith("/api/v1/coupons/") and operation.schema
]
WORDS = ["", "x", "%00", "\u0661", "-1", "9" * 40, "2026-13-01", "[]", "null"]


@pytest.mark.parametrize("operation", OURS, ids=str)
def test_bad_bodies_of_staff_are_refused_and_change_nothing(api: Any, operation: Any) -> None:
    staff, row = UserFactory.create(is_staff=True, is_superuser=True), CouponFactory.create()
    path = operation.path.replace("{coupon_id}", str(row.pk))
    before = list(Coupon.objects.values())
    for place, body in spoiled(example(operation.schema), operation.schema):
        answer = api.request(operation.method.upper(), path, body, signed_in=staff)
        assert answer.status_code < 500, f"{place}: {answer.content!r}"
        if answer.status_code >= 400:
            assert list(Coupon.objects.values()) == before, place


@pytest.mark.parametrize("path", ["", "{}/redemptions/"])
@pytest.mark.parametrize("word", WORDS, ids=repr)
def test_bad_filters_of_staff_are_no_500(api: Any, path: str, word: str) -> None:
    staff, row = UserFactory.create(is_staff=True, is_superuser=True), CouponFactory.create()
    names = ("code", "kind", "scope", "funder", "vendor_id", "is_active", "is_live", "cursor")
    for name in (*names, "status", "buyer_id", "reference"):
        answer = api.get(f"/api/v1/coupons/{path.format(row.pk)}?{name}={word}", signed_in=staff)
        assert answer.status_code < 500, f"{name}={word}: {answer.content!r}"
