"""What people do to stock, in the audit log."""

from collections.abc import Mapping

from apps.authentication.contracts import UserId
from apps.common import audit
from apps.products.contracts import VariantId


def keep_record(
    action: str,
    variant_id: VariantId,
    *,
    actor_id: UserId,
    before: Mapping[str, int | str | None],
    after: Mapping[str, int | str | None],
    reason: str = "",
) -> None:
    """Write a person's act down, in the transaction that it happens in."""
    audit.record(
        action,
        subject=f"variant:{variant_id}",
        actor_id=actor_id,
        before=before,
        after=after,
        reason=reason,
    )
