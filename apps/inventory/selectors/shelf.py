"""A vendor's stock as lists: the shelf, the log.

They join the catalogue's tables through the key of the stock row: two lists, each with its own
pages, cannot be merged, and "low" and a search must hold together.
"""

from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import F, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from apps.common.db import Named, PageOf, Pages, Plan, plans
from apps.common.http.pagination import keyset_page
from apps.inventory.contracts import StockMove, StockRow
from apps.inventory.models import LowStockDefault, Movement, Stock
from apps.inventory.states import AdjustReason, MovementKind
from apps.products.contracts import VariantId
from apps.vendors.contracts import VendorId

BY_SKU = ("sku", "variant_id")
MOST_WORDS = 8
type Rows = QuerySet[Any, dict[str, Any]]  # of annotations that the type checker cannot follow


def stock_of_vendor(
    vendor_id: VendorId,
    *,
    search: str = "",
    is_low: bool = False,
    cursor: str | None = None,
    limit: int | None = None,
) -> Plan[PageOf[StockRow]]:
    """Read a page of a vendor's variants with their units, by SKU. One query.

    Args:
        vendor_id: whose.
        search: words, each of the first eight in the SKU, title, size or colour.
        is_low: only those at or below their threshold.
        cursor: from an earlier page.
        limit: rows a page.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    words = search.split()[:MOST_WORDS]
    asked: dict[str, Any] = {_word(number): word for number, word in enumerate(words)}
    asked |= {"vendor_id": vendor_id, "low_at": settings.LOW_STOCK_AT}
    pages = _shelf(len(words), is_low)
    return (yield from plans.page(pages, cursor=cursor, limit=limit, **asked)).of(stock_row)


@cache
def _shelf(words: int, is_low: bool) -> Pages[dict[str, Any]]:  # noqa: FBT001 -- the shape
    vendor_id: Any = Named("vendor_id")
    low_at: Any = Named("low_at")

    def build() -> Rows:
        rows = _searched(shelf_rows(vendor_id, low_at), [Named(_word(n)) for n in range(words)])
        return rows.filter(free__lte=F("threshold")) if is_low else rows

    return Pages(build, order=BY_SKU)


def _word(number: int) -> str:
    return f"word_{number}"


def shelf_rows(vendor_id: VendorId, low_at: Any = None) -> Rows:
    """Every variant of a vendor that can be sold, with names, counts and threshold.

    Args:
        vendor_id: whose.
        low_at: the threshold of vendors that set none; LOW_STOCK_AT unless given.
    """
    shop = Value(settings.LOW_STOCK_AT) if low_at is None else low_at
    house = LowStockDefault.objects.filter(pk=vendor_id).values("low_at")
    threshold = Coalesce(F("low_at"), Subquery(house), shop, output_field=IntegerField())
    own = Stock.objects.filter(variant__vendor_id=vendor_id, variant__is_active=True)
    named: Any = own.annotate(
        sku=F("variant__sku"),
        size=F("variant__size"),
        colour=F("variant__colour_name"),
        title=F("variant__product__title"),
        free=F("on_hand") - F("reserved"),
        threshold=threshold,
    )
    rows: Rows = named.values(
        "variant_id", "on_hand", "reserved", "low_at", "sku", "size", "colour", "title", "threshold"
    )
    return rows


def stock_row(row: dict[str, Any]) -> StockRow:
    """Return a row of `shelf_rows` as a contract."""
    return StockRow(**{**row, "variant_id": VariantId(row["variant_id"])})


def shelf_row(variant_id: VariantId, vendor_id: VendorId) -> StockRow | None:
    """One variant of the vendor as the list shows it; None if it is not for sale any more."""
    row = shelf_rows(vendor_id).filter(variant_id=variant_id).first()
    return None if row is None else stock_row(row)


def _searched(rows: Rows, words: list[Any]) -> Rows:
    for word in words:
        rows = rows.filter(
            Q(sku__icontains=word)
            | Q(title__icontains=word)
            | Q(size__icontains=word)
            | Q(colour__icontains=word)
        )
    return rows


def log_page(
    variant_id: VariantId, *, kind: str | None = None, cursor: str | None = None
) -> PageOf[StockMove]:
    """A page of one variant's log for people, newest first. One query.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    known = None if kind is None else MovementKind(kind)
    rows = movements_of(variant_id, kind=known).select_related("actor")
    page = keyset_page(rows, order=("-id",), cursor=cursor)
    return PageOf([_move(row) for row in page.rows], page.next_cursor, page.previous_cursor)


def _move(row: Movement) -> StockMove:
    return StockMove(
        at=row.at,
        kind=row.kind,
        cause=row.cause,
        quantity=row.quantity,
        on_hand=(row.on_hand_before, row.on_hand_after),
        reserved=(row.reserved_before, row.reserved_after),
        reason=row.reason,
        by=str(row.actor.name or row.actor.email) if row.actor else "",
    )


def movements_of(
    variant_id: VariantId,
    *,
    kind: MovementKind | None = None,
    cause: AdjustReason | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Movement]:
    """The log of one variant, newest first; `since` is included, `until` is not."""
    given = {"kind": kind, "cause": cause, "at__gte": since, "at__lt": until}
    wanted = {name: value for name, value in given.items() if value is not None}
    return Movement.objects.filter(variant_id=variant_id, **wanted).order_by("-id")
