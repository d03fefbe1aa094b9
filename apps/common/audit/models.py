"""The audit's tables. Migrations make them with SQL of their own: triggers guard and seal them.

`managed = False`: so that `flush`, which empties the tables it manages, never touches these.
"""

from django.contrib.postgres.functions import TransactionNow
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from apps.common.ids import new_id


class AuditRecord(models.Model):
    """One action of a person or a machine. `at` is PostgreSQL's clock, whatever is inserted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    action = models.CharField(max_length=100)
    subject = models.CharField(max_length=200)
    actor_id = models.UUIDField(null=True, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    before = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        app_label = "common"
        managed = False
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["action", "-at", "-id"], name="audit_of_action"),
            models.Index(fields=["subject", "-at", "-id"], name="audit_of_subject"),
            models.Index(fields=["actor_id", "-at", "-id"], name="audit_of_actor"),
            models.Index(
                fields=["request_id"], condition=~models.Q(request_id=""), name="audit_of_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class AuditSeal(models.Model):
    """A record's place in a chain. Only the trigger writes it, at commit."""

    record_id = models.UUIDField(primary_key=True)
    chain = models.PositiveIntegerField()
    seq = models.PositiveBigIntegerField()
    sealed_at = models.DateTimeField()
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        app_label = "common"
        managed = False
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="audit_seal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}/{self.seq}"
