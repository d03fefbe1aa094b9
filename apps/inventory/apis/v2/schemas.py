"""Bodies in and out of stock's async endpoints."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field, StrictInt

from apps.inventory.rules import MAX_UNITS
from apps.inventory.states import AdjustReason

type Count = Annotated[StrictInt, Field(ge=0, le=MAX_UNITS)]
type Difference = Annotated[StrictInt, Field(ge=-MAX_UNITS, le=MAX_UNITS)]


class AdjustIn(Schema):
    """A count or a difference, one of the two, and the reason; `other` wants a note."""

    reason: AdjustReason
    note: Annotated[str, Field(max_length=120)] = ""
    on_hand: Count | None = None
    by: Difference | None = None


class CountOut(Schema):
    """One variant's units; `available` is what nobody holds."""

    variant_id: UUID
    on_hand: int
    reserved: int
    available: int


class StockRowOut(CountOut):
    """One variant of the list; `low_at` is its own threshold, `threshold` the one that counts."""

    sku: str
    title: str
    size: str
    colour: str
    low_at: int | None
    threshold: int
    is_low: bool


class WishOut(Schema):
    """A variant that the buyer waits for."""

    variant_id: UUID
    created_at: datetime
