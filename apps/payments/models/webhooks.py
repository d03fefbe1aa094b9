"""Webhooks as they came in."""

from django.db import models

from apps.common.base_models import Identified


class WebhookReceipt(Identified):
    """One distinct webhook; the digest of its body is the permanent guard against replays."""

    gateway = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=64)
    attempt_reference = models.CharField(max_length=64, db_index=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "digest"], name="receipt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.kind} {self.digest[:12]}"
