"""Writing audit records."""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from django.db import transaction
from structlog.contextvars import get_contextvars

from apps.common.audit.models import AuditRecord

type Json = str | int | UUID | datetime | Sequence[Json] | Mapping[str, Json] | None

# How many records this request or task has made: tells a form whether its service records itself.
count: ContextVar[int] = ContextVar("audit_records", default=0)


def record(
    action: str,
    *,
    subject: str,
    actor_id: UUID | None,
    before: Mapping[str, Json] | None = None,
    after: Mapping[str, Json] | None = None,
    reason: str = "",
) -> None:
    """Write down an action beside the change it makes; gone again if the transaction is.

    One INSERT. The record is sealed into a hash chain at commit; until then it takes no lock.

    Args:
        action: `noun.participle`, such as `order.refunded`.
        subject: `noun:id`, such as `order:0192…`.
        actor_id: the account that did it; None for the marketplace's own machines.
        before: what changed, as it was: ids, states and whole minor units, never a person's
            name, address or mail: a record is for ever.
        after: the same, as it is now.
        reason: the words that the actor gave.

    Raises:
        TransactionManagementError: outside of a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("audit.record() belongs into the transaction")
    AuditRecord.objects.create(
        action=action,
        subject=subject,
        actor_id=actor_id,
        request_id=str(get_contextvars().get("request_id") or ""),
        before=before,
        after=after,
        reason=reason,
    )
    count.set(count.get() + 1)
