"""The outbox as staff see it: what waits, what failed, and a way to run it again. And the audit."""

from uuid import UUID

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.common import audit, clock
from apps.common.audit.admin import AuditRecordAdmin
from apps.common.outbox.models import Delivery, DeliveryStatus, OutboxEvent
from apps.common.read_only_admin import ReadOnly

__all__ = ["AuditRecordAdmin", "DeliveryAdmin", "OutboxEventAdmin", "ReadOnly", "replay"]


@admin.register(OutboxEvent)
class OutboxEventAdmin(ReadOnly, admin.ModelAdmin[OutboxEvent]):
    """Events, newest first."""

    list_display = ["created_at", "name", "version", "aggregate", "request_id"]
    list_filter = ["name", "created_at"]
    search_fields = ["aggregate", "request_id", "event_id"]
    ordering = ["-id"]


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, admin.ModelAdmin[Delivery]):
    """Deliveries; filter by status `dead` for the dead letters."""

    list_display = [
        "id",
        "status",
        "handler",
        "aggregate",
        "priority",
        "attempts",
        "due_at",
        "done_at",
    ]
    list_filter = ["status", "handler"]
    search_fields = ["aggregate", "handler", "last_error"]
    ordering = ["-id"]
    list_select_related = ["event"]
    actions = ["replay"]

    def has_replay_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may have deliveries made again, though nobody edits them."""
        return request.user.has_perm("common.change_delivery")

    @admin.action(description="Deliver again now", permissions=["replay"])
    def replay(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """Give dead and waiting deliveries a new start; those done are left alone."""
        count = replay(queryset, actor_id=UUID(str(request.user.pk)))
        self.message_user(request, f"Deliveries that will be made again: {count}.")


@transaction.atomic
def replay(deliveries: QuerySet[Delivery], *, actor_id: UUID) -> int:
    """Reset dead and waiting deliveries so that the relay takes them at once; on record."""
    stuck = deliveries.filter(status__in=[DeliveryStatus.DEAD, DeliveryStatus.PENDING])
    ids = list(stuck.order_by("id").values_list("id", flat=True))
    count = stuck.filter(id__in=ids).update(
        status=DeliveryStatus.PENDING, attempts=0, due_at=clock.now()
    )
    if count:
        audit.record(
            "delivery.replayed",
            subject=f"delivery:{ids[0]}",
            actor_id=actor_id,
            after={"deliveries": ids},
        )
    return count
