"""Show or hide a vendor's products with the vendor."""

from django.db import transaction

from apps.products.models import Product
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId


@transaction.atomic
def follow_vendor(*, vendor_id: VendorId, is_open: bool) -> int:
    """Note that the vendor opened or closed; return how many products changed.

    Rows are locked in id order.
    """
    stale = Product.objects.filter(vendor_id=vendor_id).exclude(is_vendor_open=is_open)
    ids = list(stale.order_by("id").select_for_update().values_list("id", flat=True))
    return Product.objects.filter(id__in=ids).update(is_vendor_open=is_open)


def is_open(vendor_id: VendorId) -> bool:
    """Tell whether the public may see the vendor now."""
    return vendors.vendors_by_id([vendor_id])[vendor_id].is_open
