"""The short form in which services return a product."""

from collections.abc import Iterable

from apps.products.contracts import ProductId, ProductRef
from apps.products.models import Product
from apps.vendors.contracts import VendorId

_OF_A_REF = ("slug", "title", "vendor_id", "status")


def product_ref(product: Product) -> ProductRef:
    """Return the product without what lists and pages add."""
    return ProductRef(
        id=ProductId(product.id),
        slug=product.slug,
        title=product.title,
        vendor_id=VendorId(product.vendor_id),
        status=product.status,
    )


def products_by_slug(slugs: Iterable[str]) -> dict[str, ProductRef]:
    """Those of the products that exist, whatever their state: one query."""
    rows = Product.objects.filter(slug__in=set(slugs)).only(*_OF_A_REF)
    return {row.slug: product_ref(row) for row in rows}


def products_by_id(ids: Iterable[ProductId]) -> dict[ProductId, ProductRef]:
    """Those of the products that exist, whatever their state: one query."""
    rows = Product.objects.filter(pk__in=set(ids)).only(*_OF_A_REF)
    return {ProductId(row.id): product_ref(row) for row in rows}
