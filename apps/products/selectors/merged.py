"""A list over several categories: the first rows of each in order, merged.

`category_id IN (…)` with an order reads either the whole shop in order until enough rows are of
these categories, or all rows of these categories to sort them. Categories of cheap things under
"dearest first" made that a second at a million products. An index gives each category in order,
so nobody needs more of one than a page holds.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, OuterRef, QuerySet, UUIDField

from apps.common.db import Named, Pages
from apps.products.models import Category, Product
from apps.products.selectors.cards import ORDER_COLUMNS, CardRow, card_rows

STEPS = (25, 50, 100)  # a statement for each: rows of a page, at most


class Unnest(Func):
    """The elements of an array, a row each."""

    function = "UNNEST"
    set_returning = True
    output_field = UUIDField()


class MergedPages(Pages[CardRow]):
    """Tiles of the categories whose ids come as `category`, in keyset pages.

    Args:
        build: the products, narrowed by everything but the category.
        order: as for `Pages`; an index has the category before these columns.
        most: rows a page at most.
    """

    def __init__(
        self, build: Callable[[], QuerySet[Product]], *, order: Sequence[str], most: int
    ) -> None:
        self._narrowed, self._most = build, most
        super().__init__(lambda: card_rows(build()), order=order, columns=ORDER_COLUMNS)

    def _shaped(self, key: list[Named] | None, backwards: bool) -> QuerySet[Any, CardRow]:  # noqa: FBT001
        one = self._narrowed().filter(category_id=OuterRef("id"))
        first = self.directed(one, key, backwards=backwards).values("id")[: self._most + 1]
        each = Category.objects.filter(id__any=Named("category")).order_by()
        ids = each.values_list(Unnest(ArraySubquery(first)))
        rows = card_rows(Product.objects.filter(id__in=ids))
        return self.directed(rows, None, backwards=backwards)
