"""A vendor's own stock over HTTP."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.authentication.contracts import UserId
from apps.common.http.pagination import keyset_page
from apps.common.http.requester import requester_id
from apps.inventory import facade
from apps.inventory.apis.v1.serializers import CountIn, CountOut, MovementOut, MovementPageOut
from apps.inventory.errors import VariantNotFound
from apps.inventory.selectors.stock import movements_of
from apps.products import facade as products
from apps.products.contracts import VariantId
from apps.vendors import facade as vendors


class OwnStock(APIView):
    """The count of one of the own variants."""

    @extend_schema(operation_id="show_own_stock", responses=CountOut)
    def get(self, request: Request, variant_id: UUID) -> Response:
        """Show what is on the shelf, held, and free."""
        own = _own(request, variant_id)
        return Response(CountOut(facade.counts_of([own])[own]).data)

    @extend_schema(operation_id="count_own_stock", request=CountIn, responses=CountOut)
    def put(self, request: Request, variant_id: UUID) -> Response:
        """Correct the count to what is on the shelf."""
        own = _own(request, variant_id)
        body = CountIn(data=request.data)
        body.is_valid(raise_exception=True)
        count = facade.set_on_hand(
            variant_id=own,
            quantity=body.validated_data["on_hand"],
            reason=body.validated_data["reason"],
            actor_id=UserId(requester_id(request)),
        )
        return Response(CountOut(count).data)


class OwnMovements(APIView):
    """The log of one of the own variants."""

    @extend_schema(
        operation_id="list_own_stock_movements",
        parameters=[OpenApiParameter("cursor", str, description="From `next`.")],
        responses=MovementPageOut,
    )
    def get(self, request: Request, variant_id: UUID) -> Response:
        """List every move, newest first."""
        cursor = request.query_params.get("cursor")
        page = keyset_page(movements_of(_own(request, variant_id)), order=("-id",), cursor=cursor)
        return Response(page.as_json(request, lambda move: MovementOut(move).data))


def _own(request: Request, variant_id: UUID) -> VariantId:
    """The variant, when it belongs to the asker's vendor; another's looks like none."""
    vendor = vendors.require_vendor(UserId(requester_id(request)))
    own = VariantId(variant_id)
    variant = products.sellable([own]).get(own)
    if variant is None or variant.vendor_id != vendor.id:
        raise VariantNotFound("There is no such variant in your store.")
    return own
