"""The short form in which services return a product."""

from apps.products.contracts import ProductId, ProductRef
from apps.products.models import Product
from apps.vendors.contracts import VendorId


def product_ref(product: Product) -> ProductRef:
    """Return the product without what lists and pages add."""
    return ProductRef(
        id=ProductId(product.id),
        slug=product.slug,
        title=product.title,
        vendor_id=VendorId(product.vendor_id),
        status=product.status,
    )
