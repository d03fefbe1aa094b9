"""What inventory does when something happened."""

from apps.common.outbox import on
from apps.inventory.events import StockChanged
from apps.inventory.selectors.stock import available
from apps.products import facade as products
from apps.products.contracts import VariantId


@on(StockChanged)
def tell_products(event: StockChanged) -> None:
    """Show in the catalogue what is free now: read anew, so a late delivery tells no old news."""
    variant_id = VariantId(event.variant_id)
    products.note_stock(available([variant_id]))
