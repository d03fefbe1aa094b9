"""The outbox's tables."""

from django.db import models

from apps.common import clock


class OutboxEvent(models.Model):
    """An event, written in the transaction of the change it tells of."""

    event_id = models.UUIDField(unique=True)
    name = models.CharField(max_length=100, db_index=True)
    version = models.PositiveSmallIntegerField()
    aggregate = models.CharField(max_length=64)
    payload = models.JSONField()
    request_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        app_label = "common"

    def __str__(self) -> str:
        return f"{self.name} of {self.aggregate}"


class DeliveryStatus(models.TextChoices):
    """How far a delivery is."""

    PENDING = "pending"
    QUEUED = "queued"  # a task for it waits; at `due_at` that is taken for lost
    RUNNING = "running"  # a worker has it; at `due_at` its lease ends
    DONE = "done"
    DEAD = "dead"


class Delivery(models.Model):
    """One event for one handler: what is to be done, and the inbox mark once it is."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=200)
    aggregate = models.CharField(max_length=64)
    status = models.CharField(
        max_length=7, choices=DeliveryStatus.choices, default=DeliveryStatus.PENDING
    )
    priority = models.SmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        app_label = "common"
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="delivery_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=DeliveryStatus.values), name="delivery_status"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(status__in=["pending", "queued", "running"]),
                name="delivery_due",
            ),
            models.Index(
                fields=["-priority", "id"],
                condition=models.Q(status__in=["pending", "queued", "running"]),
                name="delivery_line",
            ),
            models.Index(
                fields=["handler", "aggregate", "id"],
                condition=models.Q(status__in=["pending", "queued", "running"]),
                name="delivery_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handler} for {self.event_id}"
