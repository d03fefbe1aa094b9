"""Whose a new zone or method is, when staff say it."""

from apps.common.errors import InvalidInput
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId


def known_owner(vendor_id: VendorId | None) -> VendorId | None:
    """Return the vendor that was named; None, for the shop, stays None.

    Raises:
        InvalidInput: there is no such vendor.
    """
    if vendor_id is not None and vendor_id not in vendors.vendors_by_id([vendor_id]):
        wrong = "There is no such store."
        raise InvalidInput(wrong, errors={"vendor_id": [wrong]})
    return vendor_id
