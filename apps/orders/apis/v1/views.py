"""Orders and vendors' parts of API v1: for staff, nested, and as tables."""

from uuid import UUID

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.http.csv_out import csv_download
from apps.common.http.drf import read
from apps.common.http.requester import requester_id
from apps.common.http.staff import staff_may
from apps.orders.apis.v1.list_filters import (
    OrderExportIn,
    OrderListIn,
    PartExportIn,
    PartListIn,
    order_filters,
    part_filters,
)
from apps.orders.apis.v1.list_outputs import (
    SettleIn,
    StaffOrderOut,
    StaffOrderPageOut,
    StaffPartOut,
    StaffPartPageOut,
)
from apps.orders.selectors.order_lines import HEADER
from apps.orders.selectors.staff_pages import staff_order, staff_order_page, staff_part_page
from apps.orders.services.export_lines import export_lines
from apps.orders.services.settle_attention import settle_attention
from apps.orders.staff_contracts import OrderFilters, PartFilters

CSV = {(200, "text/csv"): OpenApiTypes.STR}
LIST_ORDERS = """List everybody's orders, whole, newest first, fifty a page.

All filters hold at once; a name that is no filter is refused with 422. Examples:

- what needs a person, the oldest first: `?needs_attention=true&ordering=placed_at`
- a vendor's parts that wait to be sent: `?vendor=adire-house&part_status=paid`
- paid in November, from 50,000 naira: `?paid_from=2026-11-01&paid_to=2026-11-30&total_min=50000`
- by number, buyer, receiver, SKU or tracking number: `?q=fs7k3m9qx2`, `?q=ada@example.com`
- open quarrels of orders with a coupon: `?open_dispute=true&coupon=WELCOME10`
"""
LIST_PARTS = """List everybody's vendor parts, newest first, fifty a page.

All filters hold at once; a name that is no filter is refused with 422. Examples:

- what a vendor has not sent: `?vendor=adire-house&status=paid&ordering=placed_at`
- parts with a return that waits: `?open_return=true`
- by tracking number: `?q=GIG123456`
"""
EXPORT = """Download the sold lines as CSV: one row a line, newest first, at most 100,000.

Filters are those of the list. Nothing in it names the buyer. Each export is on record in the audit.
"""


MayViewOrders = staff_may(GET="orders.view_order")
MayViewParts = staff_may(GET="orders.view_vendorpart")
MayExport = staff_may(GET="orders.export_order")
MaySettle = staff_may(POST="orders.change_order")


class Orders(APIView):
    """Everybody's orders."""

    permission_classes = (MayViewOrders,)

    @extend_schema(
        operation_id="orders_list",
        description=LIST_ORDERS,
        parameters=[OrderListIn],
        responses=StaffOrderPageOut,
    )
    def get(self, request: Request) -> Response:
        """List orders, newest first."""
        values = OrderListIn.read(request)
        ordering, cursor = values.pop("ordering"), values.pop("cursor", None)
        page = staff_order_page(order_filters(values), ordering=ordering, cursor=cursor)
        return Response(page.as_json(request, lambda order: StaffOrderOut(order).data))


class OneOrder(APIView):
    """Anybody's order."""

    permission_classes = (MayViewOrders,)

    @extend_schema(operation_id="orders_read", responses=StaffOrderOut)
    def get(self, request: Request, order_id: UUID) -> Response:
        """Show one order with its parts, lines, coupons, payment, refunds and timeline."""
        return Response(StaffOrderOut(staff_order(order_id)).data)


class OrderSettled(APIView):
    """The end of `needs_attention`."""

    permission_classes = (MaySettle,)

    @extend_schema(operation_id="staff_settle_attention", request=SettleIn, responses=StaffOrderOut)
    def post(self, request: Request, order_id: UUID) -> Response:
        """Say that a flagged order was looked at, and what was found."""
        reason = read(SettleIn, request.data)["reason"]
        settle_attention(order_id=order_id, actor_id=requester_id(request), reason=reason)
        return Response(StaffOrderOut(staff_order(order_id)).data)


class VendorParts(APIView):
    """Everybody's vendor parts."""

    permission_classes = (MayViewParts,)

    @extend_schema(
        operation_id="vendor_parts_list",
        description=LIST_PARTS,
        parameters=[PartListIn],
        responses=StaffPartPageOut,
    )
    def get(self, request: Request) -> Response:
        """List parts, newest first."""
        values = PartListIn.read(request)
        ordering, cursor = values.pop("ordering"), values.pop("cursor", None)
        page = staff_part_page(part_filters(values), ordering=ordering, cursor=cursor)
        return Response(page.as_json(request, lambda part: StaffPartOut(part).data))


class OrderExport(APIView):
    """Lines of orders as a table."""

    permission_classes = (MayExport,)

    @extend_schema(
        operation_id="orders_export",
        description=EXPORT,
        parameters=[OrderExportIn],
        responses=CSV,
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """Download the lines of the orders as CSV, streamed."""
        values = OrderExportIn.read(request)
        with_mark = values.pop("bom", False)
        return _download(request, "orders.csv", order_filters(values), with_mark=with_mark)


class PartExport(APIView):
    """Lines of parts as a table."""

    permission_classes = (MayExport,)

    @extend_schema(
        operation_id="vendor_parts_export",
        description=EXPORT,
        parameters=[PartExportIn],
        responses=CSV,
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """Download the lines of the parts as CSV, streamed."""
        values = PartExportIn.read(request)
        with_mark = values.pop("bom", False)
        return _download(request, "vendor-parts.csv", part_filters(values), with_mark=with_mark)


def _download(
    request: Request, name: str, filters: OrderFilters | PartFilters, *, with_mark: bool
) -> StreamingHttpResponse:
    rows = export_lines(filters, actor_id=requester_id(request))
    header = ("\ufeff" + HEADER[0], *HEADER[1:]) if with_mark else HEADER
    return csv_download(request._request, name, header, rows)  # noqa: SLF001 -- DRF wraps Django's
