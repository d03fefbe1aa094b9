"""Staff see refunds, returns and disputes, and move them by the services that API v1 calls."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.common.admin import ReadOnly
from apps.common.money import Money
from apps.orders import facade
from apps.orders.admin_moves import Choices, Moves, Wish
from apps.orders.models import (
    Dispute,
    DisputeEvidence,
    Refund,
    Return,
    ReturnLine,
    ReturnPhoto,
    Shipment,
)
from apps.orders.states import DisputeStatus, RefundStatus, ReturnStatus


@admin.register(Refund)
class RefundAdmin(Moves):
    """Money on its way back; filter by `failed` for what is still owed."""

    right = "orders.add_refund"
    shown = ("order", "part", "kind", "status", "amount_text", "reason", "actor", "created_at")

    list_display = ("created_at", "order", "kind", "status", "amount_text", "reason", "actor")
    list_filter = ("status", "kind", "created_at")
    list_select_related = ("order", "actor")
    search_fields = ("=id", "order__number")
    ordering = ("-created_at", "-id")

    def moves_of(self, refund: Refund) -> Choices:
        """What the provider refused is paid by another way."""
        is_owed = refund.status == RefundStatus.FAILED
        return [("settle", "Paid by hand, another way")] if is_owed else []

    def make(self, refund: Refund, wish: Wish) -> None:
        """Say that it was paid."""
        facade.settle_by_hand(refund_id=refund.id, reason=wish.words, by=wish.by)

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
class ReturnAdmin(Moves):
    """Returns by state; staff may answer for a silent vendor."""

    right = "orders.change_return"
    shown = ("part", "status", "reason", "comment", "answer", "refund", "created_at")

    list_display = ("created_at", "part", "status", "reason")
    list_filter = ("status", "reason", "created_at")
    list_select_related = ("part__order",)
    search_fields = ("=id", "part__order__number")
    ordering = ("-created_at", "-id")
    inlines = (ReturnLineInline, ReturnPhotoInline)

    def moves_of(self, wish: Return) -> Choices:
        """Answer it, or take in what was agreed."""
        if wish.status == ReturnStatus.REQUESTED:
            return [("approve", "Take it back, for the vendor"), ("refuse", "Refuse it")]
        if wish.status == ReturnStatus.APPROVED:
            return [("receive", "It has arrived and is as new: pay the buyer back")]
        return []

    def make(self, row: Return, wish: Wish) -> None:
        """Answer for the vendor."""
        if wish.move == "approve":
            facade.approve_return(return_id=row.id, by=wish.by, answer=wish.words)
        elif wish.move == "refuse":
            facade.refuse_return(return_id=row.id, by=wish.by, answer=wish.words)
        else:
            facade.receive_return(return_id=row.id, by=wish.by)


class EvidenceInline(ReadOnly, admin.TabularInline[DisputeEvidence, Dispute]):
    """What both sides said, oldest first."""

    model = DisputeEvidence
    fields = ("at", "side", "author", "text", "shown")
    readonly_fields = ("shown",)
    ordering = ("at", "id")
    extra = 0

    @admin.display(description="shows")
    def shown(self, piece: DisputeEvidence) -> SafeString | str:
        """A link to the private picture or PDF."""
        if not piece.file:
            return ""
        return _picture("storefront:evidence", piece, "PDF" if piece.is_pdf else "Picture")


@admin.register(Dispute)
class DisputeAdmin(Moves):
    """Disputes by state; filter by `open` for those to decide."""

    right = "orders.change_dispute"
    paying = frozenset({"buyer"})
    shown = ("part", "status", "reason", "can_go_back", "decision", "refund", "decided_at")

    list_display = ("created_at", "part", "status", "reason", "decided_at")
    list_filter = ("status", "reason", "created_at")
    list_select_related = ("part__order",)
    search_fields = ("=id", "part__order__number")
    ordering = ("-created_at", "-id")
    inlines = (EvidenceInline,)

    def moves_of(self, dispute: Dispute) -> Choices:
        """Decide an open one, or say something in it."""
        if dispute.status != DisputeStatus.OPEN:
            return []
        return [
            ("buyer", "Decide for the buyer: money goes back"),
            ("vendor", "Decide for the vendor: nothing goes back"),
            ("say", "Say this to both sides and decide later"),
        ]

    def make(self, dispute: Dispute, wish: Wish) -> None:
        """Decide, or add staff's words."""
        if wish.move == "say":
            facade.add_evidence(dispute_id=dispute.id, by=wish.by, text=wish.words)
        elif wish.move == "vendor":
            facade.decide_for_vendor(dispute_id=dispute.id, by=wish.by, decision=wish.words)
        else:
            amount = wish.money(dispute.part.order.currency)
            facade.decide_for_buyer(
                dispute_id=dispute.id, by=wish.by, amount=amount, decision=wish.words
            )

    @admin.display(description="can go back")
    def can_go_back(self, dispute: Dispute) -> str:
        """What was paid for the part and has not gone back."""
        return dispute.part.refundable.text()


@admin.register(Shipment)
class ShipmentAdmin(ReadOnly, admin.ModelAdmin[Shipment]):
    """Parcels by state."""

    list_display = ("shipped_at", "part", "status", "carrier", "tracking_number", "delivered_at")
    list_filter = ("status", "shipped_at")
    list_select_related = ("part__order",)
    search_fields = ("=id", "tracking_number", "part__order__number")
    ordering = ("-shipped_at", "-id")


def _picture(route: str, row: ReturnPhoto | DisputeEvidence, words: str = "Open") -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse(route, args=[row.pk]), words)
