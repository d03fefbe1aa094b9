"""Show or hide a vendor's products with the vendor, and under its name."""

from django.db import transaction
from django.db.models import Q

from apps.common import clock
from apps.products.models import Product
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId


@transaction.atomic
def follow_vendor(*, vendor_id: VendorId) -> int:
    """Show or hide the vendor's products as the vendor is now; return how many changed.

    The state is read under the locks of all its products, taken in id order: whichever of two
    moves is heard of last, the later look decides. `updated_at` moves, so that the words of what
    is shown again are noted.
    """
    products = Product.objects.filter(vendor_id=vendor_id)
    list(products.order_by("id").select_for_update(no_key=True).values_list("id", flat=True))
    now = vendors.vendors_by_id([vendor_id])[vendor_id]
    same = Q(is_vendor_open=now.is_open, vendor_name=now.store_name)
    return products.exclude(same).update(
        is_vendor_open=now.is_open, vendor_name=now.store_name, updated_at=clock.now()
    )


def is_open(vendor_id: VendorId) -> bool:
    """Tell whether the public may see the vendor now."""
    return vendors.vendors_by_id([vendor_id])[vendor_id].is_open
