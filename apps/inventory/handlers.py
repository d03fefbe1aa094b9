"""What inventory does when something happened."""

from apps.common.ids import new_id
from apps.common.outbox import on, publish
from apps.inventory.events import BackInStock, LowStock, StockChanged
from apps.inventory.selectors.stock import available
from apps.inventory.services.count_stock import open_rows
from apps.inventory.services.wait_for_stock import tell_waiting
from apps.products import facade as products
from apps.products.contracts import VariantId
from apps.products.events import VariantsSet


@on(StockChanged)
def tell_products(event: StockChanged) -> None:
    """Show in the catalogue what is free now: read anew, so a late delivery tells no old news."""
    variant_id = VariantId(event.variant_id)
    products.note_stock(available([variant_id]))


@on(StockChanged, publishes=(LowStock,))
def notice_low_stock(event: StockChanged) -> None:
    """Tell that a variant fell to its threshold, under a name for this one time."""
    if event.low_at is not None:
        publish(
            LowStock(
                variant_id=event.variant_id,
                crossing_id=new_id(),
                available=event.available,
                low_at=event.low_at,
            )
        )


@on(StockChanged, publishes=(BackInStock,))
def tell_waiting_buyers(event: StockChanged) -> None:
    """Answer those who wait for it; more than a hundred are told minute by minute."""
    if event.available > 0:
        tell_waiting(variant_id=VariantId(event.variant_id))


@on(VariantsSet)
def count_new_variants(event: VariantsSet) -> None:
    """Put new variants on the shelf, so that their vendor sees them there."""
    open_rows([VariantId(variant_id) for variant_id in event.variant_ids])
