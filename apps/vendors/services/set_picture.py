"""Change a vendor's logo or cover."""

from typing import Literal

from django.core.files.base import ContentFile
from django.db import transaction

from apps.common.ids import new_id
from apps.common.pictures import reencode
from apps.vendors.contracts import VendorId, VendorProfile
from apps.vendors.errors import VendorNotFound
from apps.vendors.models import Vendor
from apps.vendors.selectors.vendors import profile_from

LONGEST_SIDE = {"logo": 512, "cover": 1920}


def set_picture(
    *, vendor_id: VendorId, kind: Literal["logo", "cover"], content: bytes
) -> VendorProfile:
    """Re-encode the upload as WebP without metadata and show it from now on.

    The name is ours and new each time, so caches never hold an old picture; the old file goes
    after the commit.

    Raises:
        PictureRefused: the bytes are no picture of a kind and size that we read.
        VendorNotFound: there is none.
    """
    picture = reencode(content, longest_side=LONGEST_SIDE[kind])
    with transaction.atomic():
        vendor = Vendor.objects.select_for_update().filter(pk=vendor_id).first()
        if vendor is None:
            raise VendorNotFound("There is no such store.")
        field = getattr(vendor, kind)
        storage, old = field.storage, field.name
        field.save(f"vendors/{vendor.id}/{kind}-{new_id()}.webp", ContentFile(picture), save=False)
        vendor.save(update_fields=[kind])
        if old:
            transaction.on_commit(lambda: storage.delete(old))
    return profile_from(vendor)
