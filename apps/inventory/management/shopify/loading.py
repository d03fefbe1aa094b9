"""Bring one mapped product into the catalogue and its units into stock, in one transaction."""

from django.db import IntegrityError, transaction

from apps.common.errors import DomainError
from apps.inventory import facade as inventory
from apps.inventory.management.shopify.mapping import MappedProduct, RowRefused
from apps.products import facade as products
from apps.products.contracts import ImportedProduct
from apps.vendors.contracts import VendorId


def load(product: MappedProduct, vendor_id: VendorId, currency: str) -> ImportedProduct:
    """Save product, variants, picture addresses and counts, or nothing of them.

    Counts are set only for a product that is new or changed: a repeat does not undo sales.

    Raises:
        RowRefused: a rule of the shop forbids it; nothing is left.
    """
    try:
        with transaction.atomic():
            imported = products.import_product(
                vendor_id=vendor_id, source=product.source, currency=currency
            )
            for variant_id, units in zip(imported.variants, product.units, strict=False):
                inventory.set_on_hand(variant_id=variant_id, quantity=units, reason="import")
    except DomainError as error:
        raise RowRefused(_line_of(product, error), error.detail) from error
    except IntegrityError as error:
        reason = "changed by somebody else at the same moment; import again"
        raise RowRefused(product.lines[0], reason) from error
    return imported


def _line_of(product: MappedProduct, error: DomainError) -> int:
    """Name the row of the SKU that the error is about, else the product's first."""
    skus = [spec.sku for spec in product.source.variants]
    sku = error.members.get("sku")
    return product.lines[skus.index(sku)] if sku in skus else product.lines[0]
