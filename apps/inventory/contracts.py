"""What neighbours may hold of stock."""

from dataclasses import dataclass

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
