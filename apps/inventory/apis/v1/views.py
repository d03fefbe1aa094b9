"""A vendor's own stock over HTTP. Another vendor's variant is a 404."""

from typing import Any, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.authentication.contracts import UserId
from apps.common.db import plans
from apps.common.http.drf import IDEMPOTENCY_KEY, read
from apps.common.http.idempotency import Answer, fingerprint, idempotency_key, idempotent
from apps.common.http.pagination import keyset_page
from apps.common.http.requester import requester_id
from apps.inventory import facade
from apps.inventory.apis.v1.serializers import (
    AdjustIn,
    CountIn,
    CountOut,
    ListIn,
    LogIn,
    LowAtIn,
    MovementOut,
    MovementPageOut,
    SettingsOut,
    StockPageOut,
    StockRowOut,
)
from apps.inventory.states import AdjustReason
from apps.products.contracts import VariantId
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId


def asker(request: Request) -> UserId:
    """Return who asks."""
    return UserId(requester_id(request))


def own_store(request: Request) -> VendorId:
    """Return the asker's vendor; who has none is refused."""
    return vendors.require_vendor(asker(request)).id


class OwnShelf(APIView):
    """All of the vendor's variants."""

    @extend_schema(operation_id="list_own_stock", parameters=[ListIn], responses=StockPageOut)
    def get(self, request: Request) -> Response:
        """List what is on the shelf, by SKU."""
        store = own_store(request)
        asked = read(ListIn, request.query_params.dict())
        page = plans.run(facade.stock_of_vendor(store, **asked))
        return Response(page.as_json(request, lambda row: StockRowOut(row).data))


class OwnSettings(APIView):
    """What holds for all of the vendor's variants."""

    @extend_schema(operation_id="show_stock_settings", responses=SettingsOut)
    def get(self, request: Request) -> Response:
        """Show from how many free units on a variant is low."""
        return Response({"low_at": facade.default_low_at(own_store(request))})

    @extend_schema(operation_id="set_stock_settings", request=LowAtIn, responses=SettingsOut)
    def put(self, request: Request) -> Response:
        """Set it for every variant without a number of its own; null is the shop's."""
        store, body = own_store(request), read(LowAtIn, request.data)
        low_at = facade.set_default_low_at(vendor_id=store, actor_id=asker(request), **body)
        return Response({"low_at": low_at})


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
        own, body = _own(request, variant_id), read(CountIn, request.data)
        count = facade.set_on_hand(
            variant_id=own,
            quantity=body["on_hand"],
            reason=body["reason"],
            actor_id=asker(request),
        )
        return Response(CountOut(count).data)


class OwnAdjustments(APIView):
    """Corrections with a reason."""

    @extend_schema(
        operation_id="adjust_own_stock",
        parameters=[IDEMPOTENCY_KEY],
        request=AdjustIn,
        responses=CountOut,
    )
    def post(self, request: Request, variant_id: UUID) -> Response:
        """Set a count, or change it by a difference; once per Idempotency-Key."""
        own, body = _own(request, variant_id), read(AdjustIn, request.data)
        reason, key = AdjustReason(body.pop("reason")), idempotency_key(_django(request))

        def write() -> Answer:
            actor_id = asker(request)
            count = facade.adjust(variant_id=own, reason=reason, actor_id=actor_id, **body)
            return Answer(200, dict(CountOut(count).data))

        digest = fingerprint(_django(request))
        answer = idempotent(owner=asker(request), key=key, request_digest=digest, write=write)
        return Response(answer.body, status=answer.status)


class OwnThreshold(APIView):
    """From when on one variant is low."""

    @extend_schema(operation_id="set_own_threshold", request=LowAtIn, responses={204: None})
    def put(self, request: Request, variant_id: UUID) -> Response:
        """Set the variant's own threshold; null is the vendor's or the shop's."""
        own, body = _own(request, variant_id), read(LowAtIn, request.data)
        facade.set_low_at(variant_id=own, actor_id=asker(request), **body)
        return Response(status=204)


class OwnMovements(APIView):
    """The log of one of the own variants."""

    @extend_schema(
        operation_id="list_own_stock_movements", parameters=[LogIn], responses=MovementPageOut
    )
    def get(self, request: Request, variant_id: UUID) -> Response:
        """List the moves, newest first; `since` is included, `until` is not."""
        own, asked = _own(request, variant_id), read(LogIn, request.query_params.dict())
        cursor = asked.pop("cursor", None)
        page = keyset_page(facade.movements_of(own, **asked), order=("-id",), cursor=cursor)
        return Response(page.as_json(request, lambda move: MovementOut(move).data))


def _own(request: Request, variant_id: UUID) -> VariantId:
    return facade.own_variant(VariantId(variant_id), own_store(request))


def _django(request: Request) -> Any:
    return cast("Any", request)._request  # noqa: SLF001 -- DRF wraps Django's
