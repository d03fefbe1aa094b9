"""Uploaded stock sheets, and the shelf as one."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from apps.common import clock
from apps.inventory.contracts import SheetChange, SheetFault, SheetView
from apps.inventory.errors import SheetNotFound
from apps.inventory.models import StockSheet
from apps.inventory.selectors.shelf import shelf_rows, stock_row
from apps.vendors.contracts import VendorId

LIFE = timedelta(days=1)
_BATCH = 500


def sheet_for(sheet_id: UUID, vendor_id: VendorId) -> SheetView:
    """An uploaded sheet of this vendor.

    Raises:
        SheetNotFound: there is none, or it is older than a day.
    """
    return sheet_view(_found(StockSheet.objects.all(), sheet_id, vendor_id))


def locked_sheet(sheet_id: UUID, vendor_id: VendorId) -> StockSheet:
    """The row behind `sheet_for`, locked.

    Raises:
        SheetNotFound: as above.
    """
    return _found(StockSheet.objects.select_for_update(), sheet_id, vendor_id)


def _found(sheets: QuerySet[StockSheet], sheet_id: UUID, vendor_id: VendorId) -> StockSheet:
    young = sheets.filter(pk=sheet_id, vendor_id=vendor_id, created_at__gt=clock.now() - LIFE)
    sheet = young.first()
    if sheet is None:
        raise SheetNotFound("Send the file again.")
    return sheet


def sheet_view(sheet: StockSheet) -> SheetView:
    """A sheet as a contract."""
    return SheetView(
        id=sheet.pk,
        changes=tuple(SheetChange(**change) for change in sheet.changes),
        faults=tuple(SheetFault(**fault) for fault in sheet.faults),
        is_applied=sheet.applied_at is not None,
    )


def sheet_rows(vendor_id: VendorId) -> Iterator[tuple[object, ...]]:
    """A vendor's whole shelf, one row a variant, by SKU; 500 rows a query."""
    rows, last = shelf_rows(vendor_id).order_by("sku"), ""
    while batch := [stock_row(row) for row in rows.filter(sku__gt=last)[:_BATCH]]:
        for row in batch:
            yield (
                row.sku,
                row.title,
                row.size,
                row.colour,
                row.on_hand,
                row.reserved,
                row.available,
                "" if row.low_at is None else row.low_at,
            )
        last = batch[-1].sku
