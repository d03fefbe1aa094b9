"""Make a picture's smaller copies: the work of the queue `pictures`."""

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from apps.products.contracts import MediaId
from apps.products.errors import AddressRefused, InvalidPicture
from apps.products.gateways.images import EncodedCopy, clean_picture, smaller_copies
from apps.products.gateways.public_http import fetch
from apps.products.models import Media
from apps.products.services.add_media import store_original
from apps.products.states import MEDIA, MediaStatus


def make_renditions(*, media_id: MediaId) -> None:
    """Fetch the original if only its address is known, then make the copies.

    Runs outside a transaction and may run twice: file names come from the row, so a repeat after
    a killed worker writes the same files again. An address that cannot be fetched leaves the
    picture pending with a `problem`; it is tried again by the next import or by staff.
    """
    media = Media.objects.filter(id=media_id).first()
    if media is None or media.status != MediaStatus.PENDING:
        return
    if not media.image and not _fetched(media):
        return
    with media.image.open("rb") as original:
        copies = smaller_copies(original.read())
    _finish(media, [_stored(media, copy) for copy in copies])


def _fetched(media: Media) -> bool:
    try:
        content = fetch(media.source_url)
        clean = clean_picture(content)
    except (AddressRefused, InvalidPicture) as error:
        Media.objects.filter(id=media.id).update(problem=str(error)[:300])
        return False
    digest = hashlib.sha256(content).hexdigest()
    twins = Media.objects.filter(product_id=media.product_id, checksum=digest)
    media.checksum = "" if twins.exists() else digest
    store_original(media, clean)
    media.problem = ""
    media.save(update_fields=["image", "width", "height", "problem", "checksum"])
    return True


def _stored(media: Media, copy: EncodedCopy) -> dict[str, Any]:
    name = f"products/{media.product_id}/{media.id}/{copy.width}.{copy.extension}"
    default_storage.delete(name)
    saved = default_storage.save(name, ContentFile(copy.content))
    return {"name": saved, "width": copy.width, "height": copy.height, "type": copy.type}


@transaction.atomic
def _finish(media: Media, renditions: list[dict[str, Any]]) -> None:
    row = Media.objects.select_for_update().filter(id=media.id).first()
    if row is None or row.status != MediaStatus.PENDING:
        return
    row.status = MEDIA.check(MediaStatus(row.status), MediaStatus.READY)
    row.renditions, row.problem = renditions, ""
    row.save(update_fields=["status", "renditions", "problem"])
