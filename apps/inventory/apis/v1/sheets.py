"""A vendor's stock as CSV: out, in for a preview, and applied."""

from uuid import UUID

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.http.csv_out import csv_download
from apps.common.http.drf import read
from apps.inventory import facade
from apps.inventory.apis.v1.serializers import SheetIn, SheetOut
from apps.inventory.apis.v1.views import asker, own_store


class SheetOfShelf(APIView):
    """The whole shelf."""

    @extend_schema(
        operation_id="download_own_stock", responses={(200, "text/csv"): OpenApiTypes.STR}
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """Download every variant as CSV, streamed."""
        rows = facade.sheet_rows(own_store(request))
        return csv_download(request._request, "stock.csv", facade.SHEET_HEADER, rows)  # noqa: SLF001 -- DRF wraps Django's


class Sheets(APIView):
    """Uploads."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="upload_stock_sheet",
        request={"multipart/form-data": SheetIn},
        responses={201: SheetOut},
    )
    def post(self, request: Request) -> Response:
        """Show what a CSV (at most 1 MB, 2,000 lines) would change; nothing moves yet."""
        store = own_store(request)
        file = read(SheetIn, request.data)["file"]
        content = file.read(facade.MAX_SHEET_BYTES + 1)
        sheet = facade.upload_sheet(vendor_id=store, content=content, actor_id=asker(request))
        return Response(SheetOut(sheet).data, status=201)


class OneSheet(APIView):
    """One upload."""

    @extend_schema(operation_id="show_stock_sheet", responses=SheetOut)
    def get(self, request: Request, sheet_id: UUID) -> Response:
        """Show an uploaded sheet again, for a day."""
        return Response(SheetOut(facade.sheet_for(sheet_id, own_store(request))).data)


class Application(APIView):
    """Making a sheet true."""

    @extend_schema(operation_id="apply_stock_sheet", request=None, responses=SheetOut)
    def post(self, request: Request, sheet_id: UUID) -> Response:
        """Make all of a sheet's changes, or none; a repeat answers the same."""
        store, actor_id = own_store(request), asker(request)
        sheet = facade.apply_sheet(sheet_id=sheet_id, vendor_id=store, actor_id=actor_id)
        return Response(SheetOut(sheet).data)
