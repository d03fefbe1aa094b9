"""Say what a picture shows, which stands where, and which is the cover."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from apps.common.errors import InvalidInput
from apps.products import rules
from apps.products.contracts import MediaId, Picture, ProductId
from apps.products.errors import MediaNotFound, VariantNotFound
from apps.products.selectors.own import locked
from apps.products.selectors.pictures import picture_of


@transaction.atomic
def change_media(*, product_id: ProductId, media_id: MediaId, changes: dict[str, Any]) -> Picture:
    """Change a picture's `alt`, its `variant_id` (None: of them all), or make it the `is_cover`.

    Locks the product's row.

    Raises:
        ProductNotFound: no such product.
        MediaNotFound: the picture is not of this product.
        VariantNotFound: the variant is not of this product.
    """
    product = locked(product_id)
    media = product.media.filter(id=media_id).first()
    if media is None:
        raise MediaNotFound
    variant_id = changes.get("variant_id", media.variant_id)
    if variant_id is not None and not product.variants.filter(id=variant_id).exists():
        raise VariantNotFound
    media.alt = rules.clean_text(changes.get("alt", media.alt), 300)
    media.variant_id = variant_id
    media.save(update_fields=["alt", "variant", "updated_at"])
    if changes.get("is_cover"):
        product.cover = media
        product.save(update_fields=["cover"])
    return picture_of(media, alt=product.title)


@transaction.atomic
def order_media(*, product_id: ProductId, media_ids: Sequence[MediaId]) -> None:
    """Put a product's pictures in this order; the cover stays what it is. Locks the product's row.

    Raises:
        ProductNotFound: no such product.
        InvalidInput: it does not name each picture of the product once.
    """
    product = locked(product_id)
    rows = {MediaId(row.id): row for row in product.media.all()}
    if len(media_ids) != len(rows) or set(media_ids) != rows.keys():
        sentence = "Name each picture of the product once."
        raise InvalidInput(sentence, errors={"ids": [sentence]})
    for position, media_id in enumerate(media_ids):
        rows[media_id].position = position
    product.media.bulk_update(rows.values(), ["position"])
