"""The best matches first: ranked by their own columns, and only a page of them made into tiles."""

from collections.abc import Callable

from django.db.models import QuerySet

from apps.common.db import Named, Pages
from apps.products.models import Product
from apps.products.selectors.cards import CardRow, card_rows
from apps.products.selectors.filters import RELEVANCE
from apps.products.selectors.searching.ranking import ranked
from apps.products.selectors.shapes import ORDERS


class BestPages(Pages[CardRow]):
    """Tiles by `relevance`, in keyset pages.

    A search sorts some thousand rows; cover, brand, kind and house are joined to a page of them.

    Args:
        build: the products that match.
        most: rows a page at most.
    """

    def __init__(self, build: Callable[[], QuerySet[Product]], *, most: int) -> None:
        self._matching, self._most = build, most
        super().__init__(lambda: _tiles(build()), order=ORDERS[RELEVANCE])

    def _shaped(self, key: list[Named] | None, backwards: bool) -> QuerySet[Product, CardRow]:  # noqa: FBT001
        found = self.directed(ranked(self._matching(), "strict"), key, backwards=backwards)
        page = Product.objects.filter(id__in=found.values("id")[: self._most + 1])
        return self.directed(_tiles(page), None, backwards=backwards)


def _tiles(products: QuerySet[Product]) -> QuerySet[Product, CardRow]:
    return card_rows(ranked(products, "strict"), RELEVANCE)
