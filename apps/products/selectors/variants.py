"""Variants as others see them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from apps.common.db import Named, Plan, Prepared, plans
from apps.common.money import Money
from apps.products.contracts import ProductId, SellableVariant, VariantCard, VariantId
from apps.products.models import Product, Variant
from apps.products.selectors.pictures import original_url, thumbnail_url
from apps.products.states import ProductStatus
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId, VendorRef

VARIANT_COLUMNS = (
    *("id", "sku", "size", "colour_name", "colour_hex", "price_minor", "sale_price_minor"),
    *("currency", "is_in_stock", "barcode", "weight_g"),
)
_WITH_PRODUCTS = Prepared(
    lambda: Variant.objects.filter(id__any=Named("ids")).select_related("product", "product__cover")
)


def variant_card(row: Mapping[str, Any]) -> VariantCard:
    """Return a row of `VARIANT_COLUMNS` with what is paid and what stood before it."""
    id_ = row["id"] if isinstance(row["id"], UUID) else UUID(row["id"])  # JSON knows texts
    sale, regular, currency = row["sale_price_minor"], row["price_minor"], row["currency"]
    return VariantCard(
        id=VariantId(id_),
        sku=row["sku"],
        size=row["size"],
        colour=row["colour_name"],
        colour_hex=row["colour_hex"],
        price=Money(regular if sale is None else sale, currency),
        compare_at=None if sale is None else Money(regular, currency),
        is_in_stock=row["is_in_stock"],
        barcode=row["barcode"],
        weight_g=row["weight_g"],
    )


def saved_variant_card(variant: Variant) -> VariantCard:
    """Return the card of a loaded row."""
    return variant_card({name: getattr(variant, name) for name in VARIANT_COLUMNS})


def sellable(variant_ids: Iterable[VariantId]) -> dict[VariantId, SellableVariant]:
    """Follow `sellable_variants` on the caller's connection."""
    return plans.run(sellable_variants(variant_ids))


def sellable_variants(
    variant_ids: Iterable[VariantId],
) -> Plan[dict[VariantId, SellableVariant]]:
    """Read what cart and orders must know of these variants; unknown ids are left out.

    Two queries, whatever the number. `is_sellable` says: published, active, priced, and the
    vendor is open now. Stock is inventory's question.
    """
    wanted = set(variant_ids)
    if not wanted:
        return {}
    rows = yield from plans.rows(_WITH_PRODUCTS, ids=list(wanted))
    of = yield from vendors.refs_by_id({VendorId(row.vendor_id) for row in rows})
    return {VariantId(row.id): _sellable(row, of[VendorId(row.vendor_id)]) for row in rows}


def _sellable(variant: Variant, vendor: VendorRef) -> SellableVariant:
    product: Product = variant.product
    is_published = product.status == ProductStatus.PUBLISHED
    is_priced = variant.is_active and variant.unit_minor > 0
    return SellableVariant(
        id=VariantId(variant.id),
        product_id=ProductId(product.id),
        vendor_id=VendorId(variant.vendor_id),
        sku=variant.sku,
        title=product.title,
        slug=product.slug,
        size=variant.size,
        colour=variant.colour_name,
        unit_price=Money(variant.unit_minor, variant.currency),
        image_url=thumbnail_url(product.cover) or original_url(product.cover),
        commission_bp=vendor.commission_bp,
        is_sellable=is_published and vendor.is_open and is_priced,
    )
