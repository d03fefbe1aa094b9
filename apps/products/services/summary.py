"""What a product repeats of its variants: lowest price, stock, sizes and colours."""

from apps.products import rules
from apps.products.errors import NotPublishable
from apps.products.models import Product
from apps.products.states import ProductStatus

_REPEATED = (
    "lowest_price_minor",
    "lowest_compare_minor",
    "is_in_stock",
    "currency",
    "sizes",
    "colours",
)


def refresh_summary(product: Product) -> None:
    """Recompute and save; the caller holds the product's row lock.

    Raises:
        NotPublishable: the product is in the shop and would lose its last variant or its price.
    """
    variants = list(product.variants.filter(is_active=True).order_by("position", "id"))
    pairs = [(variant.price_minor, variant.sale_price_minor) for variant in variants]
    product.lowest_price_minor, product.lowest_compare_minor = rules.price_summary(pairs)
    product.is_in_stock = any(variant.is_in_stock for variant in variants)
    product.sizes = list(dict.fromkeys(variant.size for variant in variants))
    colours = dict.fromkeys(variant.colour_name for variant in variants)
    product.colours = [colour for colour in colours if colour]
    if product.status == ProductStatus.PUBLISHED:
        require_complete(product)
    product.save(update_fields=_REPEATED)


def require_complete(product: Product) -> None:
    """Check what a buyer needs.

    Raises:
        NotPublishable: no category, no variant, or a variant without a price above zero.
    """
    missing = []
    if product.category_id is None:
        missing.append("a category")
    if product.lowest_price_minor is None:
        missing.append("a variant")
    elif product.lowest_price_minor <= 0:
        missing.append("a price above zero on each variant")
    if missing:
        raise NotPublishable(f"The product still needs {', '.join(missing)}.", missing=missing)
