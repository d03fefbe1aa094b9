"""Begin a product as a copy of another of the same vendor."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from apps.common.ids import new_id
from apps.common.outbox import publish
from apps.products import rules
from apps.products.contracts import ProductId, ProductRef
from apps.products.events import MediaAdded, VariantsSet
from apps.products.models import Collection, Media, Product, SizeGuide, Variant
from apps.products.selectors.kept import kept
from apps.products.selectors.own import locked
from apps.products.selectors.refs import product_ref
from apps.products.services.slugs import save_with_slug
from apps.products.services.summary import refresh_summary
from apps.products.states import ProductStatus

_WORDS = (
    "vendor_id",
    "description",
    "category_id",
    "brand_id",
    "tags",
    "currency",
    "seo_title",
    "seo_description",
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
_PICTURE = ("alt", "position", "checksum", "source_url", "width", "height")


def duplicate_product(*, product_id: ProductId) -> ProductRef:
    """Return a draft with the same words, matrix and pictures, own SKUs and no stock.

    Copies the files before its transaction, then locks the original's size guide, its row and its
    collections, in the order of whoever removes one. If there is no copy, the files go; only a
    killed process leaves files that nothing names. A picture that was added meanwhile is not
    copied, nor is a guide or a collection that went.

    Raises:
        ProductNotFound: no such product.
    """
    copy_id = ProductId(new_id())
    with _copied_files(product_id, copy_id) as pictures, transaction.atomic():
        named = Product.objects.filter(id=product_id).values("size_guide")
        guide = kept(SizeGuide.objects.filter(id__in=named))
        return _copied(locked(product_id), guide, copy_id, pictures)


def _copied(
    original: Product, guide: SizeGuide | None, copy_id: ProductId, pictures: dict[UUID, Media]
) -> ProductRef:
    suffix = " (copy)"
    copy = Product(
        **{name: getattr(original, name) for name in _WORDS},
        id=copy_id,
        title=rules.clean_text(original.title, rules.MAX_TITLE - len(suffix)) + suffix,
        status=ProductStatus.DRAFT,
        size_guide=guide,
    )
    save_with_slug(copy, rules.slug_of(copy.title))
    collections = original.collections.order_by("slug")  # as `collections_with_slugs` locks them
    still = [kept(Collection.objects.filter(pk=one.pk)) for one in collections]
    copy.collections.set([one for one in still if one])
    variants = _copied_variants(original, copy)
    _save_pictures(original, copy, variants, pictures)
    refresh_summary(copy)
    if variants:
        publish(
            VariantsSet(product_id=copy.id, variant_ids=tuple(row.id for row in variants.values()))
        )
    return product_ref(copy)


@contextmanager
def _copied_files(product_id: ProductId, copy_id: ProductId) -> Iterator[dict[UUID, Media]]:
    """Give unsaved rows with files of their own, by the picture that each was copied from.

    Deletes the files of rows that were not saved in the end.
    """
    rows: dict[UUID, Media] = {}
    try:
        for media in Media.objects.filter(product_id=product_id):
            row = Media(product_id=copy_id)
            try:
                if media.image:
                    with media.image.open() as file:
                        row.image.save("original.jpg", ContentFile(file.read()), save=False)
            except FileNotFoundError:  # nobody sees it either: the copy goes without
                continue
            rows[media.id] = row
        yield rows
    finally:
        kept = set(Media.objects.filter(product_id=copy_id).values_list("id", flat=True))
        for row in rows.values():
            if row.image and row.id not in kept:
                default_storage.delete(str(row.image.name))


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


def _save_pictures(
    original: Product,
    copy: Product,
    variants: dict[object, Variant],
    pictures: dict[UUID, Media],
) -> None:
    for media in original.media.filter(id__in=pictures):
        row = pictures[media.id]
        row.variant = variants.get(media.variant_id)
        for name in _PICTURE:
            setattr(row, name, getattr(media, name))
        row.save(force_insert=True)
        publish(MediaAdded(media_id=row.id))
        if media.id == original.cover_id:
            copy.cover = row
            copy.save(update_fields=["cover"])
