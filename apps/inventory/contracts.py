"""What neighbours may hold of stock."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.authentication.contracts import UserId
from apps.products.contracts import VariantId


@dataclass(frozen=True, slots=True)
class StockLine:
    """Some units of one variant."""

    variant_id: VariantId
    quantity: int


@dataclass(frozen=True, slots=True)
class StockCount:
    """One variant's units: `available` is what nobody holds."""

    variant_id: VariantId
    on_hand: int
    reserved: int

    @property
    def available(self) -> int:
        """Units that a buyer can still take."""
        return self.on_hand - self.reserved


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRow:
    """A variant on its vendor's shelf.

    `low_at` is the variant's own threshold (None: the vendor's or the shop's counts), `threshold`
    the one that counts.
    """

    variant_id: VariantId
    sku: str
    title: str
    size: str
    colour: str
    on_hand: int
    reserved: int
    low_at: int | None
    threshold: int

    @property
    def available(self) -> int:
        """Units that a buyer can still take."""
        return self.on_hand - self.reserved

    @property
    def is_low(self) -> bool:
        """Whether it is time to restock."""
        return self.available <= self.threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class StockMove:
    """A line of the log; the counts stand there before and after, `by` names a person."""

    at: datetime
    kind: str
    cause: str
    quantity: int
    on_hand: tuple[int, int]
    reserved: tuple[int, int]
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetChange:
    """What one line of a stock sheet changes; `variant_id` as text, since it is kept as JSON."""

    line: int
    variant_id: str
    sku: str
    title: str
    on_hand_from: int
    on_hand_to: int
    low_at_from: int | None
    low_at_to: int | None

    @property
    def id(self) -> VariantId:
        """Whose units."""
        return VariantId(UUID(self.variant_id))

    @property
    def moves(self) -> int:
        """By how many units the shelf changes."""
        return self.on_hand_to - self.on_hand_from

    @property
    def sets_low_at(self) -> bool:
        """Whether the threshold changes."""
        return self.low_at_from != self.low_at_to


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFault:
    """Why a line of a stock sheet cannot be used."""

    line: int
    sku: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """An uploaded stock sheet: what it changes, and what is wrong with it."""

    id: UUID
    changes: tuple[SheetChange, ...]
    faults: tuple[SheetFault, ...]
    is_applied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BackInStockWish:
    """A buyer's request to hear when a variant is back."""

    id: UUID
    variant_id: VariantId
    buyer_id: UserId
    created_at: datetime
