"""Bring one product in from another shop's export."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import connection, transaction

from apps.products import rules
from apps.products.contracts import (
    ImportedProduct,
    MediaId,
    PictureAddress,
    ProductId,
    ProductSource,
    VariantId,
)
from apps.products.errors import NotPublishable
from apps.products.models import Product
from apps.products.services.add_media import add_media_address
from apps.products.services.create_product import create_product
from apps.products.services.publish_product import publish_product
from apps.products.services.request_renditions import request_renditions
from apps.products.services.set_variants import set_variants
from apps.products.services.taxonomy import ensure_category
from apps.products.services.update_product import update_product
from apps.products.states import ProductStatus
from apps.vendors.contracts import VendorId


@transaction.atomic
def import_product(*, vendor_id: VendorId, source: ProductSource, currency: str) -> ImportedProduct:
    """Create or update the vendor's product of that handle, whole or not at all.

    A product whose fingerprint is known is left alone, except that pictures which could not be
    fetched are tried again. Two imports of one handle wait for each other.

    Raises:
        InvalidInput, SkuTaken, NotPublishable: as from the services that it calls.
    """
    _take_turn(vendor_id, source.handle)
    known = Product.objects.filter(vendor_id=vendor_id, handle=source.handle).first()
    if known and known.fingerprint == source.fingerprint:
        _ask_again(known)
        return ImportedProduct(id=ProductId(known.id), outcome="unchanged")
    product_id = _described(known, vendor_id, source, currency)
    variants = _priced(product_id, source)
    _pictured(product_id, source.pictures, variants)
    reason = _shown(product_id) if source.is_published else ""
    Product.objects.filter(id=product_id).update(fingerprint=source.fingerprint)
    return ImportedProduct(
        id=product_id,
        outcome="changed" if known else "new",
        variants=variants,
        draft_reason=reason,
    )


def _take_turn(vendor_id: VendorId, handle: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{vendor_id}/{handle}"]
        )


def _ask_again(product: Product) -> None:
    tried = product.media.exclude(problem="").values_list("id", flat=True)
    request_renditions(media_ids=[MediaId(media_id) for media_id in tried])


def _described(
    known: Product | None, vendor_id: VendorId, source: ProductSource, currency: str
) -> ProductId:
    category = ensure_category(path=source.category)
    if known:
        update_product(
            product_id=ProductId(known.id),
            title=source.title,
            description=source.description,
            category=category,
            tags=source.tags,
            seo_title=source.seo_title,
            seo_description=source.seo_description,
        )
        return ProductId(known.id)
    made = create_product(
        vendor_id=vendor_id,
        title=source.title,
        description=source.description,
        category=category,
        tags=source.tags,
        currency=currency,
        seo_title=source.seo_title,
        seo_description=source.seo_description,
        handle=source.handle,
    )
    return made.id


def _priced(product_id: ProductId, source: ProductSource) -> tuple[VariantId, ...]:
    specs = [
        spec
        if spec.sku
        else replace(spec, sku=rules.sku_for(source.handle, spec.size, spec.colour))
        for spec in source.variants
    ]
    return tuple(card.id for card in set_variants(product_id=product_id, variants=specs))


def _pictured(
    product_id: ProductId, pictures: Sequence[PictureAddress], variants: Sequence[VariantId]
) -> None:
    for picture in pictures[: rules.MAX_MEDIA]:
        variant_id = None if picture.variant is None else variants[picture.variant]
        add_media_address(
            product_id=product_id, url=picture.url, alt=picture.alt, variant_id=variant_id
        )


def _shown(product_id: ProductId) -> str:
    """Publish a draft that is complete; say what keeps it a draft otherwise."""
    status = Product.objects.values_list("status", flat=True).get(id=product_id)
    if status != ProductStatus.DRAFT:
        return ""
    try:
        publish_product(product_id=product_id)
    except NotPublishable as missing:
        return missing.detail
    return ""
