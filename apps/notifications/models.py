"""What was, or is to be, told to whom."""

from django.db import models

from apps.common.models import Identified, Timestamped


class MessageKind(models.TextChoices):
    """What a message says; each has a pair of templates of its name."""

    ORDER_CONFIRMATION = "order_confirmation"
    VENDOR_NOTICE = "vendor_notice"
    PART_SHIPPED = "part_shipped"
    PART_DELIVERED = "part_delivered"
    ORDER_CLOSED = "order_closed"
    CANCELLED_BUYER = "cancelled_buyer"
    CANCELLED_VENDOR = "cancelled_vendor"
    SHIPMENT_NEWS = "shipment_news"
    RETURN_REQUESTED = "return_requested"
    RETURN_ANSWERED = "return_answered"
    RETURN_WITHDRAWN = "return_withdrawn"
    REFUND_ISSUED = "refund_issued"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_NEWS_BUYER = "dispute_news_buyer"
    DISPUTE_NEWS_VENDOR = "dispute_news_vendor"
    DISPUTE_OVER_BUYER = "dispute_over_buyer"
    DISPUTE_OVER_VENDOR = "dispute_over_vendor"
    LOW_STOCK = "low_stock"
    BACK_IN_STOCK = "back_in_stock"
    REVIEW_REPLY = "review_reply"


class MessageStatus(models.TextChoices):
    """How far a message is."""

    QUEUED = "queued"
    SENT = "sent"


class Message(Identified, Timestamped):
    """One mail about one thing.

    `(kind, about_id)` is unique: however often an event arrives, there is one message. The
    Message-ID is made of the row's id and `copy`, so a repeat after a crash carries the same one,
    and receivers that collapse repeats show one mail (SMTP itself can promise no more).
    """

    kind = models.CharField(max_length=20, choices=MessageKind.choices)
    order_id = models.UUIDField(db_index=True, null=True, blank=True)
    part_id = models.UUIDField(null=True, blank=True)
    variant_id = models.UUIDField(null=True, blank=True)
    about_id = models.UUIDField(
        help_text="What is told once: the order, a vendor's part, a crossing, a request, a review."
    )
    status = models.CharField(
        max_length=6, choices=MessageStatus.choices, default=MessageStatus.QUEUED
    )
    copy = models.PositiveSmallIntegerField(
        default=1, help_text="Raised when somebody asks for it again."
    )
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "about_id"], name="message_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=MessageKind.values), name="message_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind=MessageKind.REVIEW_REPLY, order_id__isnull=True, variant_id__isnull=True
                )
                | models.Q(order_id__isnull=False, variant_id__isnull=True)
                | models.Q(order_id__isnull=True, variant_id__isnull=False),
                name="message_about_order_variant_or_review",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=MessageStatus.values), name="message_status"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} about {self.about_id}"

    @property
    def mail_key(self) -> str:
        """What its Message-ID is made of."""
        return f"{self.pk}.{self.copy}"
