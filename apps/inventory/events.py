"""What inventory tells the rest of the shop."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from apps.common.outbox import Event


@dataclass(frozen=True, kw_only=True)
class StockChanged(Event):
    """A variant sold out, came back, or fell to its low-stock threshold.

    `available` is how many were free just after, `low_at` the threshold where this very move
    crossed it, else None. Other moves publish nothing: who needs the exact count asks the facade.
    A handler that calls anything that moves stock declares `publishes=(StockChanged,)`.
    """

    name: ClassVar = "inventory.stock-changed"
    version: ClassVar = 1
    priority: ClassVar[int] = -10
    aggregate_field: ClassVar = "variant_id"
    variant_id: UUID
    available: int
    low_at: int | None = None


@dataclass(frozen=True, kw_only=True)
class LowStock(Event):
    """A variant's free units fell to its threshold; once, until they were above it again.

    `crossing_id` names this one time.
    """

    name: ClassVar = "inventory.low-stock"
    version: ClassVar = 1
    aggregate_field: ClassVar = "variant_id"
    variant_id: UUID
    crossing_id: UUID
    available: int
    low_at: int


@dataclass(frozen=True, kw_only=True)
class BackInStock(Event):
    """A variant is back, and these requests of buyers are to be answered: each id is told once."""

    name: ClassVar = "inventory.back-in-stock"
    version: ClassVar = 1
    aggregate_field: ClassVar = "variant_id"
    variant_id: UUID
    request_ids: tuple[UUID, ...]
