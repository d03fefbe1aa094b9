"""The best matches first: ranked by their own columns, and only a page of them made into tiles.

A common word's matches come in bands of popularity, each ranked by itself: the first band is all
tiers up to `start`, then every tier is one. `relevance` begins with both, so a cursor says where
the list goes on, whatever the vocabulary counts by then.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from apps.common.db import Named, Pages
from apps.common.db.keyset import BadCursor
from apps.products.models import Product
from apps.products.models.product import ANY_TIER, HEAD_TIER
from apps.products.selectors.cards import CardRow, card_rows
from apps.products.selectors.filters import RELEVANCE
from apps.products.selectors.searching.ranking import ranked, start_and_band
from apps.products.selectors.shapes import ORDERS


@dataclass(frozen=True, slots=True)
class Stretch:
    """The tiers that a statement looks at, in a list whose first band ends at `start`."""

    start: int
    above: int
    upto: int


class BestPages(Pages[CardRow]):
    """Tiles by `relevance`, in keyset pages; `start` and `above` (tiers) come by name.

    A search sorts some thousand rows; cover, brand, kind and house are joined to a page of them.

    Args:
        build: the products that match, up to some tier.
        most: rows a page at most.
    """

    def __init__(self, build: Callable[[], QuerySet[Product]], *, most: int) -> None:
        self._matching, self._most = build, most
        super().__init__(lambda: _tiles(build()), order=ORDERS[RELEVANCE])

    def stretches(self, cursor: str) -> Iterator[Stretch]:
        """Say where to look for the page of a cursor: its band, then with its neighbours.

        Raises:
            BadCursor: the cursor is not of a search.
        """
        cut = self.cut(cursor=cursor, limit=None)
        start, band = start_and_band(next(iter(cut.values.values())))
        if not HEAD_TIER <= start <= band <= ANY_TIER:
            raise BadCursor("Start again from the first page.")
        if cut.backwards:
            for lowest in range(band, start - 1, -1):
                yield Stretch(start, _below(start, lowest), band)
        else:
            for upto in range(band, ANY_TIER + 1):
                yield Stretch(start, _below(start, band), upto)

    def _shaped(self, key: list[Named] | None, backwards: bool) -> QuerySet[Product, CardRow]:  # noqa: FBT001
        products = self._matching().filter(popularity_tier__gt=Named("above"))
        found = self.directed(ranked(products, "strict"), key, backwards=backwards)
        page = Product.objects.filter(id__in=found.values("id")[: self._most + 1])
        return self.directed(_tiles(page), None, backwards=backwards)


def _below(start: int, band: int) -> int:
    return band - 1 if band > start else 0


def _tiles(products: QuerySet[Product]) -> QuerySet[Product, CardRow]:
    return card_rows(ranked(products, "strict"), RELEVANCE)
