"""Take a picture in: from an upload, or by its address."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from apps.common.errors import InvalidInput
from apps.common.outbox import publish
from apps.products import rules
from apps.products.contracts import MediaId, Picture, ProductId, VariantId
from apps.products.errors import VariantNotFound
from apps.products.events import MediaAdded
from apps.products.gateways.images import CleanPicture, clean_picture
from apps.products.models import Media, Product
from apps.products.selectors.own import locked
from apps.products.selectors.pictures import picture_of


def add_media(
    *,
    product_id: ProductId,
    content: bytes,
    alt: str = "",
    variant_id: VariantId | None = None,
) -> Picture:
    """Save an uploaded picture, re-encoded and without metadata; a worker makes the renditions.

    The decoding happens before the transaction. The same bytes twice give the same picture.

    Raises:
        InvalidPicture: not a JPEG, PNG or WebP of at most 10 MB and sane dimensions.
        ProductNotFound: no such product.
        VariantNotFound: the variant is not of this product.
        InvalidInput: the product has 20 pictures already.
    """
    clean = clean_picture(content)
    checksum = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        product = locked(product_id)
        if known := product.media.filter(checksum=checksum).first():
            return picture_of(known, alt=product.title)
        media = _new(product, alt=alt, variant_id=variant_id)
        media.checksum = checksum
        store_original(media, clean)
        _saved(product, media)
        publish(MediaAdded(media_id=media.id))
    return picture_of(media, alt=product.title)


@transaction.atomic
def add_media_address(
    *,
    product_id: ProductId,
    url: str,
    alt: str = "",
    position: int | None = None,
    variant_id: VariantId | None = None,
) -> MediaId:
    """Note a picture's address; a worker fetches it later. A known address is not noted twice.

    Raises:
        ProductNotFound, VariantNotFound, InvalidInput: as for `add_media`.
    """
    product = locked(product_id)
    if known := product.media.filter(source_url=url).first():
        return MediaId(known.id)
    media = _new(product, alt=alt, variant_id=variant_id)
    media.source_url = url
    if position is not None:
        media.position = position
    _saved(product, media)
    publish(MediaAdded(media_id=media.id))
    return MediaId(media.id)


def store_original(media: Media, clean: CleanPicture) -> None:
    """Write the file under the row's own name; a second write replaces the first."""
    name = media.image.field.generate_filename(media, "")
    media.image.storage.delete(name)
    media.image.save("original.jpg", ContentFile(clean.content), save=False)
    media.width, media.height = clean.width, clean.height


def _new(product: Product, *, alt: str, variant_id: VariantId | None) -> Media:
    if variant_id is not None and not product.variants.filter(id=variant_id).exists():
        raise VariantNotFound
    if product.media.count() >= rules.MAX_MEDIA:
        sentence = f"A product has at most {rules.MAX_MEDIA} pictures."
        raise InvalidInput(sentence, errors={"media": [sentence]})
    last = product.media.aggregate(last=Max("position"))["last"]
    return Media(
        product=product,
        variant_id=variant_id,
        alt=rules.clean_text(alt, 300),
        position=0 if last is None else last + 1,
    )


def _saved(product: Product, media: Media) -> None:
    media.save(force_insert=True)
    if product.cover_id is None:
        product.cover = media
        product.save(update_fields=["cover"])
