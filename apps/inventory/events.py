"""What inventory tells the rest of the shop."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from apps.common.outbox import Event


@dataclass(frozen=True, kw_only=True)
class StockChanged(Event):
    """A variant sold out or came back in stock; `available` is how many were free just after.

    Other moves publish nothing: who needs the exact count asks the facade. A handler that calls
    reserve, commit, release, receive or set_on_hand declares `publishes=(StockChanged,)`.
    """

    name: ClassVar = "inventory.stock-changed"
    version: ClassVar = 1
    priority: ClassVar[int] = -10
    aggregate_field: ClassVar = "variant_id"
    variant_id: UUID
    available: int
