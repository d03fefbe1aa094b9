"""Staff see the vendors' parts of orders, give money back and call parts off."""

from decimal import Decimal

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.common.admin import ReadOnly
from apps.common.money import Money
from apps.orders.admin_filters import SEARCH_HELP, AfterSale, OfBuyer, OfVendor, found_by
from apps.orders.admin_moves import Choices, Moves, Wish
from apps.orders.models import OrderLine, VendorPart
from apps.orders.selectors.staff_search import parts_found
from apps.orders.services.cancel_units import cancel_units
from apps.orders.services.refund_part import refund_part
from apps.orders.states import PartStatus

MAX_CALL_OFF = 150  # what fits a line of the timeline beside its own words


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


@admin.register(VendorPart)
class VendorPartAdmin(Moves):
    """Parts by vendor and state; staff may give money back, or call a part off."""

    right = "orders.add_refund"
    rights = {"call-off": "orders.change_vendorpart"}
    paying = frozenset({"refund"})
    shown = (
        "order",
        "vendor",
        "position",
        "status",
        "placed_at",
        "items_text",
        "delivery_text",
        "discount_text",
        "paid_text",
        "refunded_text",
        "commission_text",
        "delivery_method",
        "pickup_address",
    )

    list_display = ("number", "vendor", "status", "items_text", "shipment", "placed_at")
    list_filter = ("status", "order__status", AfterSale, "placed_at", OfVendor, OfBuyer)
    list_select_related = ("order", "vendor", "shipment")
    search_fields = ("order__number",)
    search_help_text = SEARCH_HELP
    show_full_result_count = False
    ordering = ("-placed_at", "-id")
    inlines = (LineInline,)

    def moves_of(self, part: VendorPart) -> Choices:
        """Goodwill while anything is left; the whole part off until it is sent."""
        goodwill = [("refund", "Give money back out of goodwill")]
        is_paid = part.order.paid_at is not None and bool(part.refundable)
        off = [("call-off", "Call everything of it off: all of it goes back")]
        return [*(goodwill if is_paid else []), *(off if part.status == PartStatus.PAID else [])]

    def make(self, part: VendorPart, wish: Wish) -> None:
        """Give money back, or call it off."""
        if wish.move == "refund":
            amount = wish.money(part.order.currency)
            refund_part(part_id=part.id, amount=amount, reason=wish.words, by=wish.by)
        else:
            cancel_units(part_id=part.id, by=wish.by, reason=wish.words[:MAX_CALL_OFF])

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[VendorPart], search_term: str
    ) -> tuple[QuerySet[VendorPart], bool]:
        """Search as API v1 does."""
        return queryset.filter(found_by(search_term, parts_found)), False

    @admin.display(description="items", ordering="items_minor")
    def items_text(self, part: VendorPart) -> str:
        """What this vendor's goods cost."""
        return Money(part.items_minor, part.order.currency).text()

    @admin.display(description="delivery")
    def delivery_text(self, part: VendorPart) -> str:
        """What their delivery costs."""
        return Money(part.delivery_minor, part.order.currency).text()

    @admin.display(description="discount")
    def discount_text(self, part: VendorPart) -> str:
        """What coupons take off both, and who pays for them."""
        currency = part.order.currency
        whole = Money(part.discount_minor + part.delivery_discount_minor, currency)
        ours = Money(part.platform_discount_minor, currency)
        return f"{whole.text()}, of it paid by the platform {ours.text()}"

    @admin.display(description="paid")
    def paid_text(self, part: VendorPart) -> str:
        """What the buyer pays for the part."""
        return part.paid.text()

    @admin.display(description="refunded")
    def refunded_text(self, part: VendorPart) -> str:
        """What of it went back."""
        return Money(part.refunded_minor, part.order.currency).text()

    @admin.display(description="commission")
    def commission_text(self, part: VendorPart) -> str:
        """The platform's share and its rate."""
        rate = Decimal(part.commission_bp) / 100
        return f"{Money(part.commission_minor, part.order.currency).text()} ({rate} %)"
