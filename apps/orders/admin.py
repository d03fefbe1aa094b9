"""Staff see orders and what happened to them; money and history are read-only."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from apps.common.admin import ReadOnly
from apps.common.errors import DomainError
from apps.common.money import Money
from apps.orders import aftersale_admin  # noqa: F401 -- registers its own
from apps.orders.admin_filters import AfterSale, OfBuyer, OfVendor, StatusOfAPart, WithCoupon
from apps.orders.models import Order, OrderLine, TimelineEntry, VendorPart
from apps.orders.selectors.orders import whole_parts
from apps.orders.selectors.staff_search import orders_found, parts_found
from apps.orders.services.settle_attention import MAX_REASON, settle_attention

MIN_SEARCH, MAX_SEARCH = 3, 100
SEARCH_HELP = "Number, buyer, receiver, SKU or tracking number: 3 to 100 characters."


class PartInline(ReadOnly, admin.TabularInline[VendorPart, Order]):
    """The vendors' parts."""

    model = VendorPart
    fields = ("position", "vendor", "status", "shipment")
    readonly_fields = ("shipment",)
    ordering = ("position",)
    show_change_link = True
    extra = 0


class TimelineInline(ReadOnly, admin.TabularInline[TimelineEntry, Order]):
    """What happened, oldest first."""

    model = TimelineEntry
    fields = ("at", "part", "from_status", "to_status", "reason", "actor")
    ordering = ("id",)
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[TimelineEntry]:
        """Load what the rows name."""
        return super().get_queryset(request).select_related("part__order", "actor")


class LineInline(ReadOnly, admin.TabularInline[OrderLine, VendorPart]):
    """The lines as they were sold."""

    model = OrderLine
    fields = ("sku", "title", "size", "colour", "quantity", "unit_price", "line_total")
    readonly_fields = ("unit_price", "line_total")
    extra = 0

    @admin.display
    def unit_price(self, line: OrderLine) -> str:
        """Price of one."""
        return Money(line.unit_price_minor, line.part.order.currency).text()

    @admin.display
    def line_total(self, line: OrderLine) -> str:
        """Price of all."""
        return Money(line.line_total_minor, line.part.order.currency).text()

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrderLine]:
        """Load the currency's row."""
        return super().get_queryset(request).select_related("part__order")


class SettleForm(ActionForm):
    """The reason of an action."""

    reason = forms.CharField(required=False, max_length=MAX_REASON, label="Reason: ")


@admin.register(Order)
class OrderAdmin(ReadOnly, admin.ModelAdmin[Order]):
    """Orders by number, buyer and state; those that need somebody first."""

    list_display = ("number", "status", "needs_attention", "total_text", "buyer", "placed_at")
    list_filter = (
        "needs_attention",
        "status",
        StatusOfAPart,
        AfterSale,
        "placed_at",
        "paid_at",
        OfVendor,
        OfBuyer,
        WithCoupon,
        "currency",
    )
    list_select_related = ("buyer",)
    search_fields = ("number",)
    search_help_text = SEARCH_HELP
    show_full_result_count = False
    ordering = ("-needs_attention", "-placed_at", "-id")
    action_form = SettleForm
    actions = ("settle",)
    exclude = ("key", "items_minor", "delivery_minor", "total_minor")
    readonly_fields = ("items_text", "delivery_text", "total_text", "after_sale")
    inlines = (PartInline, TimelineInline)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Order], search_term: str
    ) -> tuple[QuerySet[Order], bool]:
        """Search as API v1 does."""
        return queryset.filter(_found(search_term, orders_found)), False

    def has_settle_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may say that an order was looked at."""
        return request.user.has_perm("orders.change_order")

    @admin.action(description="Settled: looked at it", permissions=["settle"])
    def settle(self, request: HttpRequest, chosen: QuerySet[Order]) -> None:
        """Take `needs_attention` away from the chosen orders, for the reason typed."""
        actor_id, reason = UUID(str(request.user.pk)), request.POST.get("reason", "")
        for order in chosen:
            try:
                settle_attention(order_id=order.id, actor_id=actor_id, reason=reason)
            except DomainError as error:
                words = " ".join(f"{name}: {' '.join(why)}" for name, why in error.errors.items())
                told = f"{order.number}: {words or error.detail}"
                self.message_user(request, told, messages.ERROR)
            else:
                self.message_user(request, f"{order.number} is settled.")

    @admin.display(description="returns, disputes, refunds")
    def after_sale(self, order: Order) -> str:
        """Links to what came after the sale."""
        parts = whole_parts().filter(order=order)
        rows = [row for part in parts for row in (*part.returns.all(), *part.disputes.all())]
        links = ((_link(row),) for row in (*rows, *order.refunds.order_by("id")))
        return format_html_join(", ", "{}", links) or "none"

    @admin.display(description="items")
    def items_text(self, order: Order) -> str:
        """What the goods cost."""
        return Money(order.items_minor, order.currency).text()

    @admin.display(description="delivery")
    def delivery_text(self, order: Order) -> str:
        """What delivery costs."""
        return Money(order.delivery_minor, order.currency).text()

    @admin.display(description="total", ordering="total_minor")
    def total_text(self, order: Order) -> str:
        """What the buyer pays."""
        return order.total.text()


@admin.register(VendorPart)
class VendorPartAdmin(ReadOnly, admin.ModelAdmin[VendorPart]):
    """Parts by vendor and state."""

    list_display = ("number", "vendor", "status", "items_text", "shipment", "placed_at")
    list_filter = ("status", "order__status", AfterSale, "placed_at", OfVendor, OfBuyer)
    list_select_related = ("order", "vendor", "shipment")
    search_fields = ("order__number",)
    search_help_text = SEARCH_HELP
    show_full_result_count = False
    ordering = ("-placed_at", "-id")
    exclude = ("items_minor", "delivery_minor")
    readonly_fields = ("items_text", "delivery_text")
    inlines = (LineInline,)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[VendorPart], search_term: str
    ) -> tuple[QuerySet[VendorPart], bool]:
        """Search as API v1 does."""
        return queryset.filter(_found(search_term, parts_found)), False

    @admin.display(description="items", ordering="items_minor")
    def items_text(self, part: VendorPart) -> str:
        """What this vendor's goods cost."""
        return Money(part.items_minor, part.order.currency).text()

    @admin.display(description="delivery")
    def delivery_text(self, part: VendorPart) -> str:
        """What their delivery costs."""
        return Money(part.delivery_minor, part.order.currency).text()


def _found(typed: str, condition: Callable[[str], Q]) -> Q:
    """What a search admits: everything for no word, nothing for one that cannot be searched for."""
    text = typed.strip()
    if not text:
        return Q()
    is_fit = MIN_SEARCH <= len(text) <= MAX_SEARCH and text.isprintable()
    return condition(text) if is_fit else Q(pk__in=[])


def _link(row: Any) -> str:
    name = row._meta.model_name  # noqa: SLF001 -- Django's documented model API
    address = reverse(f"admin:orders_{name}_change", args=[row.pk])
    return format_html('<a href="{}">{} {}</a>', address, name, row)
