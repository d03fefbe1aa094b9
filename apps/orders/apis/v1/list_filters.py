"""The filters of staff's lists of orders and of vendors' parts."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from apps.common.money import Money
from apps.orders.apis.v1.strict_filters import AMOUNT, MomentIn, StrictFilters
from apps.orders.selectors.staff_pages import NEWEST, ORDER_ORDERINGS, PART_ORDERINGS
from apps.orders.staff_contracts import OrderFilters, PartFilters
from apps.orders.states import OrderStatus, PartStatus

MIN_SEARCH, MAX_SEARCH = 3, 100
STATUSES = [status.value for status in OrderStatus]
PART_STATUSES = [status.value for status in PartStatus]


def _yes_no(help_text: str) -> serializers.BooleanField:
    return serializers.BooleanField(required=False, help_text=help_text)


def _word(limit: int, help_text: str, **kwargs: Any) -> serializers.CharField:
    return serializers.CharField(required=False, max_length=limit, help_text=help_text, **kwargs)


class NarrowingIn(StrictFilters):
    """What both lists can be narrowed by."""

    vendor = _word(80, "A vendor's slug or id, e.g. `adire-house`.")
    buyer = _word(254, "The buyer's id or whole address, e.g. `ada@example.com`.")
    number = _word(20, "The order's number in any spelling, e.g. `fs7k3m9qx2`.")
    placed_from = MomentIn(help_text="From this day or moment, e.g. `2026-11-01`.")
    placed_to = MomentIn(is_end=True, help_text="Until this day, all of it, or before this moment.")
    open_return = _yes_no("Whether a return waits for its vendor.")
    open_dispute = _yes_no("Whether a dispute waits for staff.")
    refunded = _yes_no("Whether money went back, or is on its way.")
    q = _word(
        MAX_SEARCH,
        "Order number in any spelling, start of the buyer's address, a piece of the buyer's or "
        "receiver's name, a whole SKU or tracking number.",
        min_length=MIN_SEARCH,
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a time that ends before it begins."""
        return _in_order(attrs, "placed")


class OrderFiltersIn(NarrowingIn):
    """What the orders are narrowed to; all filters hold at once."""

    status = serializers.ChoiceField(choices=STATUSES, required=False)
    part_status = serializers.ChoiceField(
        choices=PART_STATUSES,
        required=False,
        help_text="Orders with a part in it; with `vendor`, that vendor's part.",
    )
    paid_from = MomentIn(help_text="Paid from this day or moment.")
    paid_to = MomentIn(is_end=True, help_text="Paid until this day, or before this moment.")
    total_min = _word(20, "Lowest total in major units, e.g. `12500.00`.", validators=[AMOUNT])
    total_max = _word(20, "Highest total in major units.", validators=[AMOUNT])
    currency = serializers.RegexField(
        r"\A[A-Z]{3}\Z",
        required=False,
        help_text="Totals are compared in it; without it in the shop's.",
    )
    coupon = _word(40, "A coupon's code, e.g. `WELCOME10`.")
    needs_attention = _yes_no("Whether staff must look at it.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Turn amounts into minor units, of one currency; refuse what ends before it begins."""
        attrs = _in_order(super().validate(attrs), "paid")
        amounts = [name for name in ("total_min", "total_max") if name in attrs]
        if amounts:
            attrs.setdefault("currency", settings.DEFAULT_CURRENCY)
        for name in amounts:
            try:
                attrs[name] = Money.of(attrs[name], attrs["currency"]).minor
            except ValueError as error:
                raise serializers.ValidationError({name: [str(error)]}) from error
        if attrs.get("total_min", 0) > attrs.get("total_max", attrs.get("total_min", 0)):
            raise serializers.ValidationError({"total_max": ["It is below the lowest."]})
        return attrs


class PartFiltersIn(NarrowingIn):
    """What the parts are narrowed to; all filters hold at once."""

    status = serializers.ChoiceField(choices=PART_STATUSES, required=False)
    order_status = serializers.ChoiceField(choices=STATUSES, required=False)


class OrderListIn(OrderFiltersIn):
    """Filters and the place in the list."""

    ordering = serializers.ChoiceField(choices=list(ORDER_ORDERINGS), default=NEWEST)
    cursor = _word(500, "From `next` or `previous`; for the same filters and ordering only.")


class PartListIn(PartFiltersIn):
    """Filters and the place in the list."""

    ordering = serializers.ChoiceField(choices=list(PART_ORDERINGS), default=NEWEST)
    cursor = _word(500, "From `next` or `previous`; for the same filters and ordering only.")


class OrderExportIn(OrderFiltersIn):
    """Filters, and how the file begins."""

    bom = _yes_no("Begin with a byte order mark: some spreadsheets want it.")


class PartExportIn(PartFiltersIn):
    """Filters, and how the file begins."""

    bom = _yes_no("Begin with a byte order mark: some spreadsheets want it.")


def order_filters(values: dict[str, Any]) -> OrderFilters:
    """The contract of what was read."""
    for name, states in (("status", OrderStatus), ("part_status", PartStatus)):
        if name in values:
            values[name] = states(values[name])
    return OrderFilters(**values)


def part_filters(values: dict[str, Any]) -> PartFilters:
    """The contract of what was read."""
    for name, states in (("status", PartStatus), ("order_status", OrderStatus)):
        if name in values:
            values[name] = states(values[name])
    return PartFilters(**values)


def _in_order(attrs: dict[str, Any], column: str) -> dict[str, Any]:
    first, end = attrs.get(f"{column}_from"), attrs.get(f"{column}_to")
    if first and end and first >= end:
        raise serializers.ValidationError({f"{column}_to": ["It ends before it begins."]})
    return attrs
