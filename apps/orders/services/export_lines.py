"""Everything that was sold, as a table."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from apps.common import audit
from apps.common.ids import new_id
from apps.orders.errors import ExportTooLarge
from apps.orders.models import OrderLine
from apps.orders.selectors.order_lines import (
    Row,
    line_rows,
    lines_of_orders,
    lines_of_parts,
)
from apps.orders.selectors.staff_filters import filtered_orders, filtered_parts
from apps.orders.selectors.staff_search import as_uuid
from apps.orders.staff_contracts import Narrowing, OrderFilters, PartFilters

MAX_ROWS = 100_000


def export_lines(filters: OrderFilters | PartFilters, *, actor_id: UUID) -> Iterator[Row]:
    """Count and record the export; its rows are read while they are sent.

    Raises:
        ExportTooLarge: more than 100,000 lines.
    """
    if isinstance(filters, OrderFilters):
        kind, lines = "orders", lines_of_orders(filtered_orders(filters))
    else:
        kind, lines = "vendor-parts", lines_of_parts(filtered_parts(filters))
    _record(kind, lines, filters, actor_id)
    return line_rows(lines)


@transaction.atomic
def _record(kind: str, lines: QuerySet[OrderLine], filters: Narrowing, actor_id: UUID) -> None:
    count = lines.values("id")[: MAX_ROWS + 1].count()
    if count > MAX_ROWS:
        sentence = f"One export holds {MAX_ROWS:,} lines: name a shorter time."
        raise ExportTooLarge(sentence, errors={"placed_from": [sentence]}, limit=MAX_ROWS)
    audit.record(
        f"{kind}.exported",
        subject=f"export:{new_id()}",
        actor_id=actor_id,
        after={"filters": _on_record(filters), "lines": count},
    )


def _on_record(filters: Narrowing) -> dict[str, Any]:
    """The filters that were set; of words that may name a person only that they were."""
    asked = {name: value for name, value in asdict(filters).items() if value not in {None, ""}}
    if "q" in asked:
        asked["q"] = "(not kept)"
    if "buyer" in asked and as_uuid(asked["buyer"]) is None:
        asked["buyer"] = "(an address, not kept)"
    return asked
