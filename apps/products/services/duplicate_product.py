"""Begin a product as a copy of another of the same vendor."""

from django.core.files.base import ContentFile
from django.db import transaction

from apps.common.outbox import publish
from apps.products import rules
from apps.products.contracts import ProductId, ProductRef
from apps.products.events import MediaAdded, VariantsSet
from apps.products.models import Media, Product, Variant
from apps.products.selectors.own import locked
from apps.products.selectors.refs import product_ref
from apps.products.services.slugs import save_with_slug
from apps.products.services.summary import refresh_summary
from apps.products.states import MediaStatus, ProductStatus

_WORDS = (
    "vendor_id",
    "description",
    "category_id",
    "brand_id",
    "tags",
    "currency",
    "seo_title",
    "seo_description",
    "size_guide_id",
    "fit",
    "is_vendor_open",
    "vendor_name",
)
_CELL = (
    "vendor_id",
    "size",
    "colour_name",
    "colour_hex",
    "price_minor",
    "sale_price_minor",
    "currency",
    "position",
    "barcode",
    "weight_g",
)


@transaction.atomic
def duplicate_product(*, product_id: ProductId) -> ProductRef:
    """Return a draft with the same words, matrix and pictures, own SKUs and no stock.

    Locks the original's row. The files of the pictures are copied; if the transaction fails
    afterwards, files stay that nothing names.

    Raises:
        ProductNotFound: no such product.
    """
    original = locked(product_id)
    suffix = " (copy)"
    copy = Product(
        **{name: getattr(original, name) for name in _WORDS},
        title=rules.clean_text(original.title, rules.MAX_TITLE - len(suffix)) + suffix,
        status=ProductStatus.DRAFT,
    )
    save_with_slug(copy, rules.slug_of(copy.title))
    copy.collections.set(original.collections.all())
    variants = _copied_variants(original, copy)
    _copy_pictures(original, copy, variants)
    refresh_summary(copy)
    if variants:
        publish(
            VariantsSet(product_id=copy.id, variant_ids=tuple(row.id for row in variants.values()))
        )
    return product_ref(copy)


def _copied_variants(original: Product, copy: Product) -> dict[object, Variant]:
    """Save the copy's cells; return them by the id of the cell that each was copied from."""
    taken = set(
        Variant.objects.filter(vendor_id=original.vendor_id, is_active=True).values_list(
            "sku", flat=True
        )
    )
    made: dict[object, Variant] = {}
    for cell in original.variants.filter(is_active=True):
        sku = rules.numbered(cell.sku[:58], taken | {cell.sku[:58]})
        taken.add(sku)
        values = {name: getattr(cell, name) for name in _CELL}
        made[cell.id] = Variant(product=copy, sku=sku, **values)
    Variant.objects.bulk_create(made.values())
    return made


def _copy_pictures(original: Product, copy: Product, variants: dict[object, Variant]) -> None:
    for media in original.media.all():
        row = Media(
            product=copy,
            variant=variants.get(media.variant_id),
            alt=media.alt,
            position=media.position,
            status=MediaStatus.PENDING,
            checksum=media.checksum,
            source_url=media.source_url,
            width=media.width,
            height=media.height,
        )
        try:
            if media.image:
                with media.image.open() as file:
                    row.image.save("original.jpg", ContentFile(file.read()), save=False)
        except FileNotFoundError:  # nobody sees it either: the copy goes without
            continue
        row.save(force_insert=True)
        publish(MediaAdded(media_id=row.id))
        if media.id == original.cover_id:
            copy.cover = row
            copy.save(update_fields=["cover"])
