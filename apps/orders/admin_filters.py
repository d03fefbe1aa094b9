"""Filters of the admin's lists: the words of API v1's."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from apps.orders.models import Order, VendorPart
from apps.orders.selectors.staff_filters import (
    filtered_orders,
    filtered_parts,
    with_open_dispute,
    with_open_return,
    with_refund,
)
from apps.orders.staff_contracts import OrderFilters, PartFilters
from apps.orders.states import PartStatus

MIN_SEARCH, MAX_SEARCH = 3, 100
SEARCH_HELP = "Number, buyer, receiver, SKU or tracking number: 3 to 100 characters."
CONDITIONS = {
    "open_return": ("A return waits", with_open_return),
    "open_dispute": ("A dispute is open", with_open_dispute),
    "refunded": ("Money went back", with_refund),
}


class AfterSale(admin.SimpleListFilter):
    """What came after the sale."""

    title = "after the sale"
    parameter_name = "after_sale"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices beside all."""
        return [(name, label) for name, (label, _) in CONDITIONS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those with it."""
        if self.value() not in CONDITIONS:
            return queryset
        _, condition = CONDITIONS[str(self.value())]
        return queryset.filter(condition("part__order" if queryset.model is Order else None))


class StatusOfAPart(admin.SimpleListFilter):
    """Orders with a part in a status."""

    title = "status of a part"
    parameter_name = "part_status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The statuses."""
        return [(status.value, status.value.capitalize()) for status in PartStatus]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Order]) -> QuerySet[Order]:
        """Those with such a part."""
        word = str(self.value())
        if word not in set(PartStatus):
            return queryset
        return queryset & filtered_orders(OrderFilters(part_status=PartStatus(word)))


class Typed(admin.SimpleListFilter):
    """A filter with a word to type; its name is that of the filter over the API."""

    template = "admin/orders/typed_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Something, or Django hides the filter."""
        return [("", "")]

    def choices(self, changelist: Any) -> Any:
        """The other parameters, which the form carries along."""
        others = changelist.get_filters_params().items()
        words = ((name, word[-1]) for name, word in others if name != self.parameter_name)
        yield {"others": [*words, *([("q", changelist.query)] if changelist.query else [])]}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those that fit the word."""
        word = (self.value() or "").strip()[:254]
        if not word or "\x00" in word:
            return queryset
        asked: dict[str, Any] = {str(self.parameter_name): word}
        if queryset.model is VendorPart:
            return queryset & filtered_parts(PartFilters(**asked))
        return queryset & filtered_orders(OrderFilters(**asked))


class OfVendor(Typed):
    """Orders with a part of one vendor; parts of one vendor."""

    title, parameter_name = "vendor (slug or id)", "vendor"


class OfBuyer(Typed):
    """One buyer's."""

    title, parameter_name = "buyer (address or id)", "buyer"


class WithCoupon(Typed):
    """Orders that a coupon made cheaper."""

    title, parameter_name = "coupon", "coupon"


def found_by(typed: str, condition: Callable[[str], Q]) -> Q:
    """What a search admits: everything for no word, nothing for one that cannot be searched for."""
    text = typed.strip()
    if not text:
        return Q()
    is_fit = MIN_SEARCH <= len(text) <= MAX_SEARCH and text.isprintable()
    return condition(text) if is_fit else Q(pk__in=[])
