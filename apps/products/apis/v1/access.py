"""Who asks, and whose product it is: another vendor's is a 404."""

from uuid import UUID

from rest_framework.request import Request

from apps.authentication.contracts import UserId
from apps.common.http.requester import requester_id
from apps.products.contracts import ProductId
from apps.products.selectors.own import own_product
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId


def me(request: Request) -> UserId:
    """Return who asks."""
    return UserId(requester_id(request))


def my_vendor(request: Request) -> VendorId:
    """Return the vendor of who asks; any other raises."""
    return vendors.require_vendor(me(request)).id


def mine(request: Request, product_id: UUID) -> ProductId:
    """Return the id if the product belongs to the vendor of who asks."""
    return own_product(product_id=ProductId(product_id), vendor_id=my_vendor(request))
