"""Zones and ways of delivery of API v1: everybody's, for staff with the admin's permissions."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.db import plans
from apps.common.http.drf import read
from apps.common.http.pagination import keyset_page
from apps.common.http.requester import requester_id
from apps.common.http.staff import staff_may_edit
from apps.delivery import facade
from apps.delivery.apis.v1.serializers import (
    FiltersIn,
    MethodIn,
    MethodOut,
    MethodPageOut,
    ZoneIn,
    ZoneOut,
    ZonePageOut,
)
from apps.delivery.selectors.own import method_view, methods_within, zone_view, zones_within
from apps.vendors.contracts import VendorId

NEWEST = ("-created_at", "-id")
MayZones = staff_may_edit("delivery", "zone")
MayMethods = staff_may_edit("delivery", "deliverymethod")


class Zones(APIView):
    """Everybody's zones."""

    permission_classes = (MayZones,)

    @extend_schema(
        operation_id="delivery_zones_list", parameters=[FiltersIn], responses=ZonePageOut
    )
    def get(self, request: Request) -> Response:
        """List zones, newest first."""
        page = _page(request, zones_within(None))
        return Response(page.as_json(request, lambda row: ZoneOut(zone_view(row)).data))

    @extend_schema(operation_id="delivery_zones_add", request=ZoneIn, responses={201: ZoneOut})
    def post(self, request: Request) -> Response:
        """Draw a zone of the shop, or of a vendor."""
        fields = read(ZoneIn, request.data)
        owner = fields.pop("vendor_id", None)
        zone = facade.save_zone(within=None, actor_id=requester_id(request), owner=owner, **fields)
        return Response(ZoneOut(zone).data, status=201)


class OneZone(APIView):
    """Anybody's zone."""

    permission_classes = (MayZones,)

    @extend_schema(operation_id="delivery_zones_read", responses=ZoneOut)
    def get(self, request: Request, zone_id: UUID) -> Response:
        """Show one zone."""
        return Response(ZoneOut(plans.run(facade.zone_of(within=None, zone_id=zone_id))).data)

    @extend_schema(operation_id="delivery_zones_change", request=ZoneIn, responses=ZoneOut)
    def patch(self, request: Request, zone_id: UUID) -> Response:
        """Change the given fields of a zone."""
        fields = read(ZoneIn, request.data, is_partial=True)
        fields.pop("vendor_id", None)
        zone = facade.save_zone(
            within=None, actor_id=requester_id(request), zone_id=zone_id, **fields
        )
        return Response(ZoneOut(zone).data)

    @extend_schema(operation_id="delivery_zones_remove", responses={204: None})
    def delete(self, request: Request, zone_id: UUID) -> Response:
        """Remove a zone that no method names."""
        facade.remove_zone(within=None, actor_id=requester_id(request), zone_id=zone_id)
        return Response(status=204)


class Methods(APIView):
    """Everybody's ways of delivery."""

    permission_classes = (MayMethods,)

    @extend_schema(
        operation_id="delivery_methods_list", parameters=[FiltersIn], responses=MethodPageOut
    )
    def get(self, request: Request) -> Response:
        """List ways of delivery, newest first."""
        page = _page(request, methods_within(None))
        return Response(page.as_json(request, lambda row: MethodOut(method_view(row)).data))

    @extend_schema(
        operation_id="delivery_methods_add", request=MethodIn, responses={201: MethodOut}
    )
    def post(self, request: Request) -> Response:
        """Set a way of delivery of the shop, or of a vendor."""
        fields = read(MethodIn, request.data)
        owner = fields.pop("vendor_id", None)
        method = facade.save_method(
            within=None, actor_id=requester_id(request), owner=owner, **fields
        )
        return Response(MethodOut(method).data, status=201)


class OneMethod(APIView):
    """Anybody's way of delivery."""

    permission_classes = (MayMethods,)

    @extend_schema(operation_id="delivery_methods_read", responses=MethodOut)
    def get(self, request: Request, method_id: UUID) -> Response:
        """Show one way of delivery."""
        return Response(
            MethodOut(plans.run(facade.method_of(within=None, method_id=method_id))).data
        )

    @extend_schema(operation_id="delivery_methods_change", request=MethodIn, responses=MethodOut)
    def patch(self, request: Request, method_id: UUID) -> Response:
        """Change the given fields of a way of delivery."""
        fields = read(MethodIn, request.data, is_partial=True)
        fields.pop("vendor_id", None)
        method = facade.save_method(
            within=None, actor_id=requester_id(request), method_id=method_id, **fields
        )
        return Response(MethodOut(method).data)

    @extend_schema(operation_id="delivery_methods_remove", responses={204: None})
    def delete(self, request: Request, method_id: UUID) -> Response:
        """Remove a way of delivery."""
        facade.remove_method(within=None, actor_id=requester_id(request), method_id=method_id)
        return Response(status=204)


def _page(request: Request, rows: Any) -> Any:
    filters = read(FiltersIn, request.query_params)
    if filters["shop"]:
        rows = rows.filter(vendor=None)
    if vendor_id := filters.get("vendor_id"):
        rows = rows.filter(vendor_id=VendorId(vendor_id))
    return keyset_page(rows, order=NEWEST, cursor=filters.get("cursor"))
