"""Staff see orders and what happened to them; money and history are read-only."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.common.admin import ReadOnly
from apps.common.money import Money
from apps.orders import aftersale_admin  # noqa: F401 -- registers its own
from apps.orders.models import Order, OrderLine, TimelineEntry, VendorPart


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


@admin.register(Order)
class OrderAdmin(ReadOnly, admin.ModelAdmin[Order]):
    """Orders by number, buyer and state."""

    list_display = ("number", "status", "needs_attention", "total_text", "buyer", "placed_at")
    list_filter = ("status", "needs_attention", "placed_at")
    list_select_related = ("buyer",)
    search_fields = ("number", "=id", "buyer__email", "parts__shipment__tracking_number")
    ordering = ("-placed_at", "-id")
    exclude = ("key", "items_minor", "delivery_minor", "total_minor")
    readonly_fields = ("items_text", "delivery_text", "total_text")
    inlines = (PartInline, TimelineInline)

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
    list_filter = ("status", "placed_at")
    list_select_related = ("order", "vendor", "shipment")
    search_fields = ("order__number", "=id", "shipment__tracking_number", "vendor__store_name")
    ordering = ("-placed_at", "-id")
    exclude = ("items_minor", "delivery_minor")
    readonly_fields = ("items_text", "delivery_text")
    inlines = (LineInline,)

    @admin.display(description="items", ordering="items_minor")
    def items_text(self, part: VendorPart) -> str:
        """What this vendor's goods cost."""
        return Money(part.items_minor, part.order.currency).text()

    @admin.display(description="delivery")
    def delivery_text(self, part: VendorPart) -> str:
        """What their delivery costs."""
        return Money(part.delivery_minor, part.order.currency).text()
