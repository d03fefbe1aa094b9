"""The tables keep the rules by themselves, whoever writes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from apps.authentication.tests.factories import UserFactory
from apps.common import clock
from apps.common.ids import new_id
from apps.promotions.models import Coupon, Redemption
from apps.promotions.states import CouponKind, CouponScope, Funder, RedemptionStatus
from apps.promotions.tests.factories import LONG_AGO, CouponFactory
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db


def refused(make):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make()
    cause: Any = error.value.__cause__
    return cause.diag.constraint_name


@pytest.mark.parametrize(
    ("terms", "constraint"),
    [
        ({"code": "save10"}, "promotions_code_form"),
        ({"code": "SAVE 10"}, "promotions_code_form"),
        ({"code": "SAVE10\n"}, "promotions_code_form"),
        ({"percent_bp": 0}, "promotions_kind_has_its_amount"),
        ({"percent_bp": 10_001}, "promotions_kind_has_its_amount"),
        ({"percent_bp": None}, "promotions_kind_has_its_amount"),
        ({"amount_minor": 1}, "promotions_kind_has_its_amount"),
        ({"kind": CouponKind.FIXED}, "promotions_kind_has_its_amount"),
        ({"kind": CouponKind.FREE_DELIVERY}, "promotions_kind_has_its_amount"),
        ({"kind": CouponKind.FIXED, "percent_bp": None}, "promotions_kind_has_its_amount"),
        ({"kind": "bogo"}, "promotions_kind_has_its_amount"),
        ({"cap_minor": 0}, "promotions_cap_positive"),
        ({"minimum_minor": -1}, "promotions_minimum_not_negative"),
        ({"currency": "ngn"}, "promotions_currency_form"),
        ({"ends_at": LONG_AGO}, "promotions_ends_after_start"),
        ({"used": 2, "total_limit": 1}, "promotions_used_within_limit"),
        ({"total_limit": 0}, "promotions_limits_positive"),
        ({"per_buyer_limit": 0}, "promotions_limits_positive"),
        ({"scope": "planet"}, "promotions_scope_known"),
        ({"scope": CouponScope.VENDOR}, "promotions_vendor_where_one_is_meant"),
        ({"funder": Funder.VENDOR}, "promotions_vendor_where_one_is_meant"),
        ({"funder": "bank"}, "promotions_vendor_where_one_is_meant"),
    ],
    ids=str,
)
def test_a_coupon_that_makes_no_sense_is_refused(terms, constraint):
    assert refused(lambda: CouponFactory.create(**terms)) == constraint


def test_the_counter_never_falls_below_zero():
    row = CouponFactory.create()
    assert refused(lambda: Coupon.objects.filter(pk=row.pk).update(used=-1))


def test_a_code_exists_once():
    CouponFactory.create(code="OWAMBE")
    assert "code" in refused(lambda: CouponFactory.create(code="OWAMBE"))


def use(coupon, **columns):
    usual = {"reference": new_id(), "amount_minor": 1, "currency": "NGN", "shares": {}}
    if "buyer" not in columns:
        columns["buyer"] = UserFactory.create()
    return lambda: Redemption.objects.create(coupon=coupon, **usual | columns)


def test_a_reference_uses_a_coupon_once_and_one_of_each_payer():
    row, other, vendor = CouponFactory.create(), CouponFactory.create(), VendorFactory.create()
    reference = use(row)().reference
    twin = use(row, reference=reference, paid_by=vendor)
    assert refused(twin) == "promotions_once_per_reference"
    assert refused(use(other, reference=reference)) == "promotions_one_of_each_payer"
    use(other, reference=reference, paid_by=vendor)()


def test_a_buyer_holds_one_first_order_coupon():
    row, other, buyer = CouponFactory.create(), CouponFactory.create(), UserFactory.create()
    use(row, buyer=buyer, is_first_order=True)()
    twin = use(other, buyer=buyer, is_first_order=True)
    assert refused(twin) == "promotions_one_first_order"
    Redemption.objects.update(status=RedemptionStatus.RELEASED, released_at=clock.now())
    twin()


def test_a_use_takes_something_off_and_says_when_it_was_released():
    row = CouponFactory.create()
    assert refused(use(row, amount_minor=0)) == "promotions_amount_positive"
    released = use(row, status=RedemptionStatus.RELEASED)
    assert refused(released) == "promotions_status_known"
    held = use(row, released_at=clock.now() + timedelta(days=1))
    assert refused(held) == "promotions_status_known"
