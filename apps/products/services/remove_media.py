"""Take a picture off a product."""

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from apps.products.contracts import MediaId, ProductId
from apps.products.errors import MediaNotFound
from apps.products.selectors.own import locked


@transaction.atomic
def remove_media(*, product_id: ProductId, media_id: MediaId) -> None:
    """Delete a picture; the next one becomes the cover. Locks the product's row.

    The files go after the commit; a crash in between leaves files that nothing names.

    Raises:
        ProductNotFound: no such product.
        MediaNotFound: the picture is not of this product.
    """
    product = locked(product_id)
    media = product.media.filter(id=media_id).first()
    if media is None:
        raise MediaNotFound
    names = [one["name"] for one in media.renditions]
    if media.image:
        names.append(media.image.name)
    was_cover = product.cover_id == media.id
    media.delete()
    if was_cover:
        product.cover = product.media.first()
        product.save(update_fields=["cover"])
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))
