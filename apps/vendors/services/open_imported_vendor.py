"""Open a store for products that come from another shop's export."""

from django.db import transaction

from apps.vendors.contracts import VendorId, VendorRef
from apps.vendors.models import Vendor
from apps.vendors.rules import clean_store_name
from apps.vendors.selectors.vendors import ref_of
from apps.vendors.services.change_status import approve_vendor, note_status
from apps.vendors.services.open_vendor import save_with_free_slug
from apps.vendors.states import VendorStatus


@transaction.atomic
def open_imported_vendor(*, store_name: str) -> VendorRef:
    """Return the store of that name (in any case), opened and approved if there is none.

    A new one has no people: staff add its owner later. Its history says "imported".

    Raises:
        InvalidInput: the name cannot be a store's name.
    """
    name = clean_store_name(store_name)
    known = Vendor.objects.filter(store_name__iexact=name).order_by("created_at", "id").first()
    if known:
        return ref_of(known)
    vendor = save_with_free_slug(Vendor(store_name=name, status=VendorStatus.PENDING))
    note_status(vendor, before="", actor_id=None, reason="imported")
    return approve_vendor(vendor_id=VendorId(vendor.id), by=None)
