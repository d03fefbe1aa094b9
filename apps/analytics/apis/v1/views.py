"""Reports and the staff's overview over HTTP."""

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.analytics.apis.v1.serializers import OverviewIn, OverviewOut, SalesIn, SalesReportOut
from apps.analytics.contracts import Report
from apps.analytics.selectors.overview import overview
from apps.analytics.selectors.report import HEADER, csv_rows, shop_report, vendor_report
from apps.authentication.contracts import UserId
from apps.common.http.csv_out import csv_download
from apps.common.http.drf import read
from apps.common.http.requester import requester_id
from apps.common.http.staff import staff_may
from apps.vendors import facade as vendors

CSV = {(200, "text/csv"): OpenApiTypes.STR}
MayViewShop = staff_may(GET="analytics.view_shopday")


class OwnSales(APIView):
    """The vendor's sales."""

    @extend_schema(operation_id="report_own_sales", parameters=[SalesIn], responses=SalesReportOut)
    def get(self, request: Request) -> Response:
        """Report your store's sales: the whole, and each day, week or month."""
        return Response(SalesReportOut(_own(request)).data)


class OwnSalesTable(APIView):
    """The same as a table."""

    @extend_schema(operation_id="download_own_sales", parameters=[SalesIn], responses=CSV)
    def get(self, request: Request) -> StreamingHttpResponse:
        """Download your store's sales as CSV, a row for each day, week or month."""
        return _table(request, _own(request))


class ShopSales(APIView):
    """The shop's sales."""

    permission_classes = (MayViewShop,)

    @extend_schema(operation_id="report_shop_sales", parameters=[SalesIn], responses=SalesReportOut)
    def get(self, request: Request) -> Response:
        """Report everybody's sales: the whole, and each day, week or month."""
        days, group_by, currency = SalesIn.asked(request)
        return Response(SalesReportOut(shop_report(days, group_by, currency=currency)).data)


class ShopOverview(APIView):
    """The shop at a glance."""

    permission_classes = (MayViewShop,)

    @extend_schema(operation_id="show_overview", parameters=[OverviewIn], responses=OverviewOut)
    def get(self, request: Request) -> Response:
        """Show the shop's last days: sales, newcomers, best vendors, and what waits for staff."""
        asked = read(OverviewIn, request.query_params.dict())
        return Response(OverviewOut(overview(**asked)).data)


def _own(request: Request) -> Report:
    store = vendors.require_vendor(UserId(requester_id(request)))
    days, group_by, currency = SalesIn.asked(request)
    return vendor_report(store.id, days, group_by, currency=currency)


def _table(request: Request, report: Report) -> StreamingHttpResponse:
    name = f"sales-{report.first}-{report.last}.csv"
    return csv_download(request._request, name, HEADER, csv_rows(report))  # noqa: SLF001 -- DRF wraps Django's
