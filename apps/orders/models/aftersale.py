"""What comes after the sale: money back, goods back, quarrels."""

from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q

from apps.common import clock
from apps.common.base_models import Identified, Timestamped
from apps.orders.models._choices import choices
from apps.orders.models.order import Order
from apps.orders.models.part import OrderLine, VendorPart
from apps.orders.states import (
    DisputeReason,
    DisputeStatus,
    RefundKind,
    RefundStatus,
    ReturnReason,
    ReturnStatus,
    Side,
)


def private_storage() -> Any:
    """Where files lie that no address serves to everybody."""
    return storages["private"]


class Refund(Identified, Timestamped):
    """Money of an order on its way back; its id is the refund's id at payments too.

    `part` is empty where the whole order's money goes back, because it came too late. `kind` says
    why; the kinds are those of `RefundKind`.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="refunds")
    part = models.ForeignKey(
        VendorPart, on_delete=models.PROTECT, related_name="refunds", null=True, blank=True
    )
    kind = models.CharField(max_length=12, choices=choices(RefundKind))
    status = models.CharField(
        max_length=9, choices=choices(RefundStatus), default=RefundStatus.REQUESTED
    )
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name_plural = "refunds"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(RefundStatus)), name="order_refund_status_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(RefundKind)), name="order_refund_kind_known"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="order_refund_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"


class Return(Identified, Timestamped):
    """A buyer's wish to send goods of one part back, and what became of it."""

    its_refund: Refund | None  # these three only where `whole_returns` read them
    all_lines: "list[ReturnLine]"
    all_photos: "list[ReturnPhoto]"
    part = models.ForeignKey(VendorPart, on_delete=models.PROTECT, related_name="returns")
    status = models.CharField(
        max_length=9, choices=choices(ReturnStatus), default=ReturnStatus.REQUESTED
    )
    reason = models.CharField(max_length=20, choices=choices(ReturnReason))
    comment = models.CharField(max_length=500, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    refund = models.OneToOneField(
        Refund, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(ReturnStatus)), name="return_status_known"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=list(ReturnReason)), name="return_reason_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.status}"


class ReturnLine(models.Model):
    """Some units of one line that come back. `restocked` is what the vendor found them fit for."""

    its_line: OrderLine  # only where `whole_returns` read it
    of = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    restocked = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of", "line"], name="return_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1)
                & (Q(restocked__isnull=True) | Q(restocked__lte=models.F("quantity"))),
                name="return_line_quantity_in_bounds",
            ),
        ]

    def __str__(self) -> str:
        return str(self.quantity)


class ReturnPhoto(Identified):
    """A picture that the buyer adds to a return; cleaned like every upload, never public."""

    of = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="photos")
    file = models.FileField(upload_to="returns/", storage=private_storage)

    def __str__(self) -> str:
        return str(self.id)


class Dispute(Identified, Timestamped):
    """A quarrel about one part that staff decide; at most one is open for a part."""

    its_refund: Refund | None  # these two only where `whole_disputes` read them
    all_evidence: "list[DisputeEvidence]"
    part = models.ForeignKey(VendorPart, on_delete=models.PROTECT, related_name="disputes")
    status = models.CharField(
        max_length=10, choices=choices(DisputeStatus), default=DisputeStatus.OPEN
    )
    reason = models.CharField(max_length=20, choices=choices(DisputeReason))
    decision = models.CharField(max_length=500, blank=True)
    refund = models.OneToOneField(
        Refund, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(DisputeStatus)), name="dispute_status_known"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=list(DisputeReason)), name="dispute_reason_known"
            ),
            models.UniqueConstraint(
                fields=["part"],
                condition=Q(status=DisputeStatus.OPEN),
                name="dispute_one_open_per_part",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.status}"


class DisputeEvidence(Identified):
    """What one side says or shows. A trigger refuses every change and removal."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="evidence")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=6, choices=choices(Side))
    text = models.CharField(max_length=2000)
    file = models.FileField(upload_to="disputes/", storage=private_storage, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "dispute evidence"
        constraints = [
            models.CheckConstraint(condition=Q(side__in=list(Side)), name="evidence_side_known"),
        ]

    def __str__(self) -> str:
        return self.side

    @property
    def is_pdf(self) -> bool:
        """Whether it shows a PDF; else a picture, or nothing."""
        return str(self.file.name or "").endswith(".pdf")
