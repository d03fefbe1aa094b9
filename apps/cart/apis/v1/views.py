"""The wishlist over v1. The header X-Cart-Token names a guest, a bearer token an account."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.authentication.contracts import UserId
from apps.cart import facade
from apps.cart.apis.v1.serializers import KeptOut, MovedOut, MoveIn, WishlistOut, WishOut
from apps.cart.contracts import CartOwner
from apps.common.http.drf import read
from apps.products.contracts import ProductId, VariantId

TOKEN = OpenApiParameter(
    "X-Cart-Token", str, OpenApiParameter.HEADER, description="Whose wishlist, for guests."
)


def owner_of(request: Request) -> CartOwner:
    """Return the account, or whoever holds the guest's token; the account wins."""
    pk = getattr(request.user, "pk", None)
    if pk is not None:
        return CartOwner(user_id=UserId(pk))
    return CartOwner(token=request.headers.get("X-Cart-Token"))


class Wishlist(APIView):
    """What somebody keeps for later."""

    permission_classes = (AllowAny,)

    @extend_schema(operation_id="view_wishlist", parameters=[TOKEN], responses=WishlistOut)
    def get(self, request: Request) -> Response:
        """Show the wishlist, the latest first, at today's prices."""
        rows = WishOut(facade.view_wishlist(owner_of(request)), many=True).data
        return Response({"results": rows, "next": None, "previous": None})


class OneWish(APIView):
    """One product of it."""

    permission_classes = (AllowAny,)

    @extend_schema(operation_id="add_wish", parameters=[TOKEN], request=None, responses=KeptOut)
    def put(self, request: Request, product_id: UUID) -> Response:
        """Keep a product for later; repeat it as you like."""
        owner, given = owner_of(request), None
        if owner == CartOwner():
            given = facade.new_guest_token()
            owner = CartOwner(token=given)
        count = facade.add_wish(owner=owner, product_id=ProductId(product_id))
        headers = {"X-Cart-Token": given} if given else {}
        return Response(KeptOut({"count": count, "token": given}).data, headers=headers)

    @extend_schema(operation_id="remove_wish", parameters=[TOKEN], responses={204: None})
    def delete(self, request: Request, product_id: UUID) -> Response:
        """Let a product go."""
        facade.remove_wish(owner=owner_of(request), product_id=ProductId(product_id))
        return Response(status=204)


class MoveToCart(APIView):
    """From the wishlist into the cart."""

    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="move_wish_to_cart", parameters=[TOKEN], request=MoveIn, responses=MovedOut
    )
    def post(self, request: Request, product_id: UUID) -> Response:
        """Put one unit into the cart and take the product off the wishlist; a repeat is a 404."""
        variant_id = VariantId(read(MoveIn, request.data)["variant_id"])
        cart = facade.move_to_cart(
            owner=owner_of(request), product_id=ProductId(product_id), variant_id=variant_id
        )
        return Response({"units": cart.units})
