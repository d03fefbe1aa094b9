"""Move several products at once, each by itself."""

from collections.abc import Callable, Sequence

from apps.authentication.contracts import UserId
from apps.common.errors import DomainError
from apps.products.contracts import Move, Moved, ProductId, ProductRef
from apps.products.selectors.own import own_product
from apps.products.services.archive_product import archive_product
from apps.products.services.publish_product import publish_product
from apps.products.services.restore_product import restore_product
from apps.vendors.contracts import VendorId

_MOVES: dict[Move, Callable[..., ProductRef]] = {
    Move.PUBLISH: publish_product,
    Move.ARCHIVE: archive_product,
    Move.RESTORE: restore_product,
}


def move_products(
    *, vendor_id: VendorId, product_ids: Sequence[ProductId], move: Move, by: UserId
) -> list[Moved]:
    """Move each of the vendor's products in a transaction of its own; a refused one stops no other.

    A product that is not the vendor's is told as one that does not exist.
    """
    return [_moved(vendor_id, product_id, move, by) for product_id in product_ids]


def _moved(vendor_id: VendorId, product_id: ProductId, move: Move, by: UserId) -> Moved:
    try:
        own = own_product(product_id=product_id, vendor_id=vendor_id)
        now = _MOVES[move](product_id=own, by=by)
    except DomainError as error:
        return Moved(id=product_id, status=None, code=error.code, detail=error.detail)
    return Moved(id=product_id, status=now.status)
