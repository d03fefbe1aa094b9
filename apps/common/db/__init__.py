"""What the ORM is too slow for where it is asked most: prepared reads, several tables at once."""

from apps.common.db.counting import MOST_COUNTED, CappedCount, Counted, capped_count
from apps.common.db.cursor import preparing_cursor
from apps.common.db.inserting import insert
from apps.common.db.keyset import PageOf, Pages
from apps.common.db.nested import Nested, NestedOne, with_nested
from apps.common.db.plans import Plan, Wanted
from apps.common.db.prepared import Named, Prepared

__all__ = [
    "MOST_COUNTED",
    "CappedCount",
    "Counted",
    "Named",
    "Nested",
    "NestedOne",
    "PageOf",
    "Pages",
    "Plan",
    "Prepared",
    "Wanted",
    "capped_count",
    "insert",
    "preparing_cursor",
    "with_nested",
]
