"""The wishlist below /api/v2/: reading it; v1 changes it."""

from datetime import datetime
from uuid import UUID

from ninja import Router, Schema
from pydantic import Field

from apps.authentication.contracts import UserId
from apps.cart import facade
from apps.cart.apis.v2.tokens import CartToken
from apps.cart.contracts import CartOwner, WishView
from apps.common import reads
from apps.common.http.auth import GuestOrSignedIn, guest_or_signed_in
from apps.common.http.money_schema import MoneyOut

router = Router(tags=["wishlist"])


class WishVariantOut(Schema):
    """A size and colour that could be moved to the cart."""

    id: UUID
    size: str
    colour: str
    price: MoneyOut
    is_in_stock: bool


class WishOut(Schema):
    """One product of the wishlist; one that left the shop is gone, and not lost."""

    product_id: UUID = Field(alias="card.id")
    slug: str = Field(alias="card.slug")
    title: str = Field(alias="card.title")
    store_name: str = Field(alias="card.vendor.store_name")
    image_url: str | None = Field(alias="card.image.thumbnail_url")
    price: MoneyOut = Field(alias="card.price")
    compare_at: MoneyOut | None = Field(alias="card.compare_at")
    is_in_stock: bool = Field(alias="card.is_in_stock")
    is_gone: bool
    cheaper_by: MoneyOut | None
    is_back: bool
    added_at: datetime
    variants: list[WishVariantOut]


class WishlistOut(Schema):
    """The whole wishlist, the latest first: at most 200."""

    results: list[WishOut]
    next: None = None
    previous: None = None


@router.get(
    "/wishlist", response=WishlistOut, auth=guest_or_signed_in, operation_id="view_wishlist_v2"
)
async def view_wishlist(
    request: GuestOrSignedIn, token: CartToken = None
) -> dict[str, list[WishView]]:
    """Show the wishlist, the latest first, at today's prices."""
    principal = request.auth.principal
    owner = CartOwner(token=token) if principal is None else CartOwner(UserId(principal.id))
    return {"results": await reads.run(facade.wishlist(owner))}
