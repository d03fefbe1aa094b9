"""What neighbours may ask of inventory.

Event handlers that call anything here that moves stock declare `publishes=(StockChanged,)`.
"""

from apps.inventory.errors import OutOfStock
from apps.inventory.rules import MAX_UNITS
from apps.inventory.selectors.low_stock import LOW_STOCK
from apps.inventory.selectors.sheets import sheet_for, sheet_rows
from apps.inventory.selectors.shelf import log_page, movements_of, shelf_row, stock_of_vendor
from apps.inventory.selectors.stock import (
    available,
    counts_of,
    default_low_at,
    free_units,
    own_variant,
)
from apps.inventory.selectors.wishes import waits_for, wish_by_id, wishes_of
from apps.inventory.services.adjust_stock import adjust
from apps.inventory.services.count_stock import receive, set_on_hand
from apps.inventory.services.read_sheet import HEADER as SHEET_HEADER
from apps.inventory.services.read_sheet import MAX_BYTES as MAX_SHEET_BYTES
from apps.inventory.services.reserve import check_free, commit, release, release_expired, reserve
from apps.inventory.services.set_low_at import set_default_low_at, set_low_at
from apps.inventory.services.stock_sheet import apply_sheet, forget_old_sheets, upload_sheet
from apps.inventory.services.take_back import take_back
from apps.inventory.services.wait_for_stock import ask_when_back, take_wish_back, tell_more
from apps.inventory.states import AdjustReason, MovementKind

__all__ = [
    "LOW_STOCK",
    "MAX_SHEET_BYTES",
    "MAX_UNITS",
    "SHEET_HEADER",
    "AdjustReason",
    "MovementKind",
    "OutOfStock",
    "adjust",
    "apply_sheet",
    "ask_when_back",
    "available",
    "check_free",
    "commit",
    "counts_of",
    "default_low_at",
    "forget_old_sheets",
    "free_units",
    "log_page",
    "movements_of",
    "own_variant",
    "receive",
    "release",
    "release_expired",
    "reserve",
    "set_default_low_at",
    "set_low_at",
    "set_on_hand",
    "sheet_for",
    "sheet_rows",
    "shelf_row",
    "stock_of_vendor",
    "take_back",
    "take_wish_back",
    "tell_more",
    "upload_sheet",
    "waits_for",
    "wish_by_id",
    "wishes_of",
]
