"""Carts for staff to look at: nobody changes another person's cart by hand."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from apps.cart.models import Cart, CartLine, Wish
from apps.common.admin import ReadOnly
from apps.common.money import Money


class CartLineInline(ReadOnly, admin.TabularInline[CartLine, Cart]):
    """What is in the cart."""

    model = CartLine
    fields = ("variant", "quantity", "seen_price", "added_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[CartLine]:
        """With the names of what is in it."""
        return super().get_queryset(request).select_related("variant__product")

    @admin.display(description="Price seen")
    def seen_price(self, line: CartLine) -> str:
        """The price that the buyer saw last."""
        return Money(line.seen_price_minor, line.currency).text()


class WishInline(ReadOnly, admin.TabularInline[Wish, Cart]):
    """What is kept for later."""

    model = Wish
    fields = ("product", "added_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Wish]:
        """With the names of what is kept."""
        return super().get_queryset(request).select_related("product")


@admin.register(Cart)
class CartAdmin(ReadOnly, admin.ModelAdmin[Cart]):
    """Carts, the latest first; a guest's token is not shown, not even hashed."""

    list_display = ("id", "user", "line_count", "updated_at")
    list_filter = ("updated_at",)
    list_select_related = ("user",)
    search_fields = ("=id", "user__email", "lines__variant__sku")
    fields = ("id", "user", "created_at", "updated_at")
    ordering = ("-updated_at",)
    inlines = (CartLineInline, WishInline)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cart]:
        """With the number of lines."""
        return super().get_queryset(request).annotate(line_count=Count("lines"))

    @admin.display(description="Lines", ordering="line_count")
    def line_count(self, cart: Cart) -> int:
        """How many lines it has."""
        return int(getattr(cart, "line_count", 0))
