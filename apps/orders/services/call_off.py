"""Call units off once, however often the wish arrives."""

from collections.abc import Mapping
from uuid import UUID

from apps.common.http.idempotency import Answer, digest_of, idempotent
from apps.orders.contracts import OrderId, Party
from apps.orders.services.cancel_units import cancel_units


def call_off(
    *, part_id: UUID, by: Party, key: str, lines: Mapping[UUID, int] | None, reason: str
) -> OrderId:
    """Do what `cancel_units` does once per person and key: a repeat takes no second unit.

    Args:
        part_id: the part.
        by: who asks.
        key: the asker's own name for this wish, 1 to 200 characters.
        lines: units by variant; None is everything that is left.
        reason: in their own words.

    Raises:
        KeyReused, StillRunning: see `idempotent`; the others are those of `cancel_units`.
    """

    def write() -> Answer:
        order_id = cancel_units(part_id=part_id, by=by, lines=lines, reason=reason)
        return Answer(200, {"order_id": str(order_id)})

    units = None if lines is None else sorted(lines.items())
    digest = digest_of(part_id, by.side, units, reason)
    answer = idempotent(owner=by.user_id, key=key, request_digest=digest, write=write)
    return OrderId(UUID(answer.body["order_id"]))
