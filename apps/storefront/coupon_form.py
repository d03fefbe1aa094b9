"""What a house says of a new coupon, in naira and per cent."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings

from apps.common import clock
from apps.common.errors import InvalidInput
from apps.common.money import Money
from apps.promotions import facade as promotions
from apps.promotions.contracts import CouponKind, CouponScope, CouponTerms, Funder
from apps.vendors.contracts import VendorId

_BASIS_POINTS_PER_PERCENT = 100


def _naira(label: str, help_text: str = "") -> Any:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=14,
        decimal_places=2,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"min": "0", "inputmode": "decimal"}),
    )


def _count(label: str, help_text: str) -> Any:
    return forms.IntegerField(label=label, required=False, help_text=help_text)


def _moment(label: str, help_text: str) -> Any:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, widget=widget, help_text=help_text)


class CouponForm(forms.Form):
    """One coupon for the goods of one house; its fields are named as the service names them."""

    KINDS = (
        (CouponKind.PERCENTAGE.value, "Per cent off"),
        (CouponKind.FIXED.value, "A sum off"),
        (CouponKind.FREE_DELIVERY.value, "Free delivery"),
    )
    code = forms.CharField(
        label="Code", max_length=64, help_text="3 to 32 letters and digits, such as ADIRE10."
    )
    kind = forms.ChoiceField(label="What it gives", choices=KINDS)
    percent_bp = forms.DecimalField(
        label="Per cent", required=False, min_value=0, max_value=100, decimal_places=2
    )
    cap = _naira("At most, in naira", "For per cent only.")
    amount = _naira("Sum, in naira", "For a sum only.")
    minimum = _naira("From an order of, in naira", "Counts your own pieces.")
    starts_at = _moment("Starts", "Now, if left empty.")
    ends_at = _moment("Ends", "Never, if left empty.")
    total_limit = _count("How often in all", "No limit, if left empty.")
    per_buyer_limit = _count("How often for each buyer", "No limit, if left empty.")
    is_first_order_only = forms.BooleanField(label="Only for a first order", required=False)


def make_coupon(*, vendor_id: VendorId, actor_id: Any, **said: Any) -> Any:
    """Make the coupon that a valid form describes; the house pays for it.

    Raises:
        InvalidInput: no coupon can be so, or its code is taken.
    """
    points = said["percent_bp"]
    terms = CouponTerms(
        code=said["code"],
        kind=CouponKind(said["kind"]),
        currency=settings.DEFAULT_CURRENCY,
        scope=CouponScope.VENDOR,
        funder=Funder.VENDOR,
        vendor_id=vendor_id,
        percent_bp=None if points is None else int(points * _BASIS_POINTS_PER_PERCENT),
        amount_minor=_minor(said["amount"]),
        cap_minor=_minor(said["cap"]),
        minimum_minor=_minor(said["minimum"]) or 0,
        starts_at=said["starts_at"] or clock.now(),
        ends_at=said["ends_at"],
        total_limit=said["total_limit"],
        per_buyer_limit=said["per_buyer_limit"],
        is_first_order_only=said["is_first_order_only"],
    )
    try:
        return promotions.create_coupon(terms, actor_id=actor_id)
    except promotions.CouponCodeTaken as error:
        raise InvalidInput(error.detail, errors={"code": [error.detail]}) from error


def _minor(amount: Decimal | None) -> int | None:
    return None if amount is None else Money.of(amount, settings.DEFAULT_CURRENCY).minor
