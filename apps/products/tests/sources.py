"""A product as an export describes it."""

from apps.common.money import Money
from apps.products.contracts import ProductSource, VariantSpec


def source() -> ProductSource:
    """Return a complete product without pictures."""
    return ProductSource(
        handle="iro",
        fingerprint="1",
        title="Iro",
        description="",
        category=("Gowns",),
        tags=(),
        variants=(VariantSpec(sku="", price=Money(100, "NGN")),),
        pictures=(),
        is_published=True,
    )
