"""Staff see refunds, returns and disputes; they act over API v1, where each move is checked."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.common.admin import ReadOnly
from apps.common.money import Money
from apps.orders.models import (
    Dispute,
    DisputeEvidence,
    Refund,
    Return,
    ReturnLine,
    ReturnPhoto,
    Shipment,
)


@admin.register(Refund)
class RefundAdmin(ReadOnly, admin.ModelAdmin[Refund]):
    """Money on its way back; filter by `failed` for what is still owed."""

    list_display = ("created_at", "order", "kind", "status", "amount_text", "reason", "actor")
    list_filter = ("status", "kind", "created_at")
    list_select_related = ("order", "actor")
    search_fields = ("=id", "order__number")
    ordering = ("-created_at", "-id")
    exclude = ("amount_minor",)
    readonly_fields = ("amount_text",)

    @admin.display(description="amount", ordering="amount_minor")
    def amount_text(self, refund: Refund) -> str:
        """How much goes back."""
        return Money(refund.amount_minor, refund.order.currency).text()


class ReturnLineInline(ReadOnly, admin.TabularInline[ReturnLine, Return]):
    """What comes back."""

    model = ReturnLine
    fields = ("line", "quantity", "restocked")
    extra = 0


class ReturnPhotoInline(ReadOnly, admin.TabularInline[ReturnPhoto, Return]):
    """What the buyer shows."""

    model = ReturnPhoto
    fields = ("shown",)
    readonly_fields = ("shown",)
    extra = 0

    @admin.display(description="photo")
    def shown(self, photo: ReturnPhoto) -> SafeString:
        """A link to the private picture."""
        return _picture("storefront:return_photo", photo)


@admin.register(Return)
class ReturnAdmin(ReadOnly, admin.ModelAdmin[Return]):
    """Returns by state."""

    list_display = ("created_at", "part", "status", "reason")
    list_filter = ("status", "reason", "created_at")
    list_select_related = ("part__order",)
    search_fields = ("=id", "part__order__number")
    ordering = ("-created_at", "-id")
    inlines = (ReturnLineInline, ReturnPhotoInline)


class EvidenceInline(ReadOnly, admin.TabularInline[DisputeEvidence, Dispute]):
    """What both sides said, oldest first."""

    model = DisputeEvidence
    fields = ("at", "side", "author", "text", "shown")
    readonly_fields = ("shown",)
    ordering = ("at", "id")
    extra = 0

    @admin.display(description="picture")
    def shown(self, piece: DisputeEvidence) -> SafeString | str:
        """A link to the private picture."""
        return _picture("storefront:evidence", piece) if piece.file else ""


@admin.register(Dispute)
class DisputeAdmin(ReadOnly, admin.ModelAdmin[Dispute]):
    """Disputes by state; filter by `open` for those to decide."""

    list_display = ("created_at", "part", "status", "reason", "decided_at")
    list_filter = ("status", "reason", "created_at")
    list_select_related = ("part__order",)
    search_fields = ("=id", "part__order__number")
    ordering = ("-created_at", "-id")
    inlines = (EvidenceInline,)


@admin.register(Shipment)
class ShipmentAdmin(ReadOnly, admin.ModelAdmin[Shipment]):
    """Parcels by state."""

    list_display = ("shipped_at", "part", "status", "carrier", "tracking_number", "delivered_at")
    list_filter = ("status", "shipped_at")
    list_select_related = ("part__order",)
    search_fields = ("=id", "tracking_number", "part__order__number")
    ordering = ("-shipped_at", "-id")


def _picture(route: str, row: ReturnPhoto | DisputeEvidence) -> SafeString:
    return format_html('<a href="{}">Open</a>', reverse(route, args=[row.pk]))
