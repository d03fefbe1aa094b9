"""What the catalogue does when something happened."""

from apps.common.outbox import on
from apps.products.contracts import MediaId
from apps.products.events import MediaAdded
from apps.products.services.follow_vendor import follow_vendor
from apps.products.services.make_renditions import make_renditions
from apps.vendors.contracts import VendorId
from apps.vendors.events import VendorApproved, VendorRenamed, VendorSuspended


@on(MediaAdded, queue="pictures")
def prepare_picture(event: MediaAdded) -> None:
    """Fetch an imported picture, then make its renditions; repeatable."""
    make_renditions(media_id=MediaId(event.media_id))


@on(VendorApproved)
def show_products(event: VendorApproved) -> None:
    """Show the vendor's published products, unless it was closed again meanwhile."""
    follow_vendor(vendor_id=VendorId(event.vendor_id))


@on(VendorSuspended)
def hide_products(event: VendorSuspended) -> None:
    """Hide the vendor's products, unless it was opened again meanwhile."""
    follow_vendor(vendor_id=VendorId(event.vendor_id))


@on(VendorRenamed)
def rename_house(event: VendorRenamed) -> None:
    """Find the vendor's products under its new name."""
    follow_vendor(vendor_id=VendorId(event.vendor_id))
