"""A stock CSV: shown first, then applied as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.common import audit, clock
from apps.inventory.contracts import SheetChange, SheetFault, SheetView, StockRow
from apps.inventory.errors import SheetHasErrors, UnitsAreReserved
from apps.inventory.models import Stock, StockSheet
from apps.inventory.rules import MAX_UNITS
from apps.inventory.selectors.sheets import LIFE, locked_sheet, sheet_view
from apps.inventory.selectors.shelf import shelf_rows, stock_row
from apps.inventory.services.move_stock import Move, counted_rows, move_stock
from apps.inventory.services.read_sheet import SheetLine, read_sheet
from apps.inventory.states import AdjustReason, MovementKind
from apps.vendors.contracts import VendorId


@transaction.atomic
def upload_sheet(*, vendor_id: VendorId, content: bytes, actor_id: UserId) -> SheetView:
    """Read a CSV and keep what it would change; nothing moves yet. Three queries.

    Raises:
        SheetUnreadable: it is no CSV of stock, or too large.
    """
    read = read_sheet(content)
    known = _known(vendor_id, read.lines)
    faults, changes = list(read.faults), []
    for line in read.lines:
        row = known.get(line.sku)
        if fault := _fault(line, row):
            faults.append(fault)
        elif row and (change := _change(line, row)):
            changes.append(change)
    sheet = StockSheet.objects.create(
        vendor_id=vendor_id,
        uploaded_by_id=actor_id,
        changes=[asdict(change) for change in changes],
        faults=[asdict(fault) for fault in sorted(faults, key=lambda fault: fault.line)],
    )
    return sheet_view(sheet)


@transaction.atomic
def apply_sheet(*, sheet_id: UUID, vendor_id: VendorId, actor_id: UserId) -> SheetView:
    """Make the changes that were shown, all or none, once; a repeat answers the same.

    Counts move by the difference that was shown: what was sold meanwhile stays sold. Locks the
    sheet, then the stock rows in id order.

    Raises:
        SheetNotFound: not this vendor's, or older than a day.
        SheetHasErrors: some of its lines cannot be used.
        UnitsAreReserved: too few units are left for a line; `lines` names the SKUs.
    """
    sheet = locked_sheet(sheet_id, vendor_id)
    if sheet.applied_at is None:
        if sheet.faults:
            raise SheetHasErrors("Correct the lines that are named and send the file again.")
        _apply([SheetChange(**change) for change in sheet.changes], sheet.pk, actor_id)
        sheet.applied_at = clock.now()
        sheet.save(update_fields=["applied_at"])
        audit.record(
            "stock.sheet-applied",
            subject=f"stock-sheet:{sheet.pk}",
            actor_id=actor_id,
            before={change["sku"]: change["on_hand_from"] for change in sheet.changes},
            after={change["sku"]: change["on_hand_to"] for change in sheet.changes},
        )
    return sheet_view(sheet)


def forget_old_sheets() -> int:
    """Delete the sheets that are too old to be applied; returns how many."""
    return StockSheet.objects.filter(created_at__lte=clock.now() - LIFE).delete()[0]


def _known(vendor_id: VendorId, lines: Sequence[SheetLine]) -> dict[str, StockRow]:
    rows = shelf_rows(vendor_id).filter(sku__in=[line.sku for line in lines])
    return {row["sku"]: stock_row(row) for row in rows}


def _fault(line: SheetLine, row: StockRow | None) -> SheetFault | None:
    if row is None:
        return _wrong(line, "your store has no such SKU")
    if line.on_hand is not None and line.on_hand < row.reserved:
        return _wrong(line, f"{row.reserved} units are reserved by buyers")
    return None


def _wrong(line: SheetLine, reason: str) -> SheetFault:
    return SheetFault(line=line.line, sku=line.sku[:64], reason=reason)


def _change(line: SheetLine, row: StockRow) -> SheetChange | None:
    change = SheetChange(
        line=line.line,
        variant_id=str(row.variant_id),
        sku=row.sku,
        title=row.title,
        on_hand_from=row.on_hand,
        on_hand_to=row.on_hand if line.on_hand is None else line.on_hand,
        low_at_from=row.low_at,
        low_at_to=line.low_at if line.has_low_at else row.low_at,
    )
    return change if change.moves or change.sets_low_at else None


def _apply(changes: Sequence[SheetChange], reference: UUID, actor_id: UserId) -> None:
    counts = counted_rows([change.id for change in changes])
    moving = [change for change in changes if change.moves]
    short = [
        change.sku
        for change in moving
        if not counts[change.id].reserved <= counts[change.id].on_hand + change.moves <= MAX_UNITS
    ]
    if short:
        raise UnitsAreReserved(
            f"Too few units are left of {', '.join(short[:10])}. Send the file again.", lines=short
        )
    move_stock(
        [Move(change.id, change.moves, 0) for change in moving],
        kind=MovementKind.ADJUST,
        cause=AdjustReason.COUNT,
        reason="Stock sheet",
        reference=reference,
        actor_id=actor_id,
    )
    _set_low_at({change.id: change.low_at_to for change in changes if change.sets_low_at})


def _set_low_at(wanted: Mapping[Any, int | None]) -> None:
    rows = [Stock(variant_id=variant_id, low_at=low_at) for variant_id, low_at in wanted.items()]
    Stock.objects.bulk_update(rows, ["low_at"], batch_size=500)
