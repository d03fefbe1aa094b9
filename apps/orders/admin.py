"""Staff see orders and what happened to them; money and history are read-only."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from apps.common.admin import ReadOnly
from apps.common.errors import DomainError
from apps.common.large_admin import Large
from apps.common.money import Money
from apps.orders import aftersale_admin, part_admin  # noqa: F401 -- register their own
from apps.orders.admin_filters import (
    SEARCH_HELP,
    AfterSale,
    OfBuyer,
    OfVendor,
    StatusOfAPart,
    WithCoupon,
    found_by,
)
from apps.orders.models import Order, TimelineEntry, VendorPart
from apps.orders.selectors.orders import whole_parts
from apps.orders.selectors.staff_search import orders_found
from apps.orders.services.settle_attention import MAX_REASON, settle_attention


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


class SettleForm(ActionForm):
    """The reason of an action."""

    reason = forms.CharField(required=False, max_length=MAX_REASON, label="Reason: ")


@admin.register(Order)
class OrderAdmin(ReadOnly, Large, admin.ModelAdmin[Order]):
    """Orders by number, buyer and state; those that need somebody first."""

    class Media:
        css = {"all": ("css/staff.css",)}

    list_display = ("number", "status", "attention", "total_text", "buyer", "placed_at")
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
    ordering = ("-needs_attention", "-placed_at", "-id")
    action_form = SettleForm
    actions = ("settle",)
    fields = (
        "number",
        "buyer",
        "status",
        "attention",
        "items_text",
        "delivery_text",
        "discount_text",
        "total_text",
        "address_text",
        "note",
        "placed_at",
        "expires_at",
        "paid_at",
        "after_sale",
    )
    readonly_fields = fields
    inlines = (PartInline, TimelineInline)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Order], search_term: str
    ) -> tuple[QuerySet[Order], bool]:
        """Search as API v1 does."""
        return queryset.filter(found_by(search_term, orders_found)), False

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
        rows = [row for part in parts for row in (*part.all_returns, *part.all_disputes)]
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

    @admin.display(description="discount")
    def discount_text(self, order: Order) -> str:
        """What coupons take off, and which."""
        amount = Money(order.discount_minor, order.currency).text()
        codes = ", ".join(one.code for one in order.discounts.order_by("id"))
        return f"{amount} ({codes})" if codes else amount

    @admin.display(description="needs attention", ordering="needs_attention")
    def attention(self, order: Order) -> str:
        """Whether somebody must look."""
        return "Yes: look at it" if order.needs_attention else "no"

    @admin.display(description="goes to")
    def address_text(self, order: Order) -> str:
        """The address as it was when the order was placed."""
        return format_html_join(mark_safe("<br>"), "{}", ((x,) for x in _lines_of(order.address)))

    @admin.display(description="total", ordering="total_minor")
    def total_text(self, order: Order) -> str:
        """What the buyer pays."""
        return order.total.text()


def _lines_of(address: dict[str, str]) -> list[str]:
    names = ("name", "line1", "line2", "landmark", "city", "lga", "state", "country", "postcode")
    lines = [address[name] for name in (*names, "phone") if address.get(name)]
    return list(dict.fromkeys(lines))  # a town and its area often share a name


def _link(row: Any) -> str:
    name = row._meta.model_name  # noqa: SLF001 -- Django's documented model API
    address = reverse(f"admin:orders_{name}_change", args=[row.pk])
    return format_html('<a href="{}">{} {}</a>', address, name, row)
