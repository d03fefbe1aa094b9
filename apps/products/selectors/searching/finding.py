"""The pages of a search: which statements are asked, in which order, until something is found.

A word that stands in 300,000 products is not ranked whole: it is looked for among the 2,000 most
popular products first, then 16,000, 128,000, all (`popularity_tier`), until a page is full.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from apps.common.db import PageOf, Pages, Plan, plans
from apps.common.db.keyset import page_size
from apps.products.contracts import ProductFilters, Searched
from apps.products.models import Product
from apps.products.models.product import ANY_TIER, TIER_SIZES
from apps.products.selectors.cards import ORDER_COLUMNS, CardRow, card_rows
from apps.products.selectors.filters import RELEVANCE
from apps.products.selectors.merged import STEPS
from apps.products.selectors.searching.best_pages import BestPages, Stretch
from apps.products.selectors.searching.planning import (
    Asked,
    Known,
    asked_of,
    halves_of,
    loosened,
    phrases_of,
    words_to_look_up,
)
from apps.products.selectors.searching.ranking import matching, ranked
from apps.products.selectors.searching.terms import (
    EVERYTHING,
    KNOWN,
    NEAR,
    forms_of,
    is_mendable,
    known_from,
    mended,
)
from apps.products.selectors.searching.wording import Part, Piece, both_of, marks_of, pieces_of
from apps.products.selectors.shapes import ORDERS, Shape, narrowed, shape_of, values_of
from apps.products.selectors.taxonomy import ids_below

FEW = 2_000  # so many matches are gathered and ranked whole
_ENOUGH = 200  # matches that a tier should hold
_INDEXED = frozenset({"vendor", "brand", "collection", "category", "price_min", "price_max"})
type Page = PageOf[CardRow]


@dataclass(frozen=True)
class Reading:
    """What a query means after the vocabulary was asked."""

    pieces: tuple[Piece, ...]
    known: Known
    asked: Asked


def searched(
    filters: ProductFilters, *, cursor: str | None, limit: int | None
) -> Plan[tuple[Page, Searched]]:
    """Read one page of what the words find, and how the words were read.

    Two statements; one more for a category, for each tier that holds too little, where nothing is
    found (typos), and where still nothing is (any of the words).

    Raises:
        InvalidInput: the category's slug is unknown.
        BadCursor: the cursor is not of this list.
    """
    ids = (yield from ids_below(filters.category)) if filters.category else ()
    ask = _Asking(filters, values_of(filters, category_ids=ids), cursor, limit)
    reading = yield from read(filters.q)
    if reading is None:
        return PageOf([], None, None), Searched()
    page = yield from ask.page(reading.asked)
    if page.rows:
        return page, Searched()
    corrected = None if filters.is_exact else (yield from _corrected(reading))
    if corrected:
        page = yield from ask.page(corrected.asked)
        if page.rows:
            return page, Searched(corrected=corrected.asked.text)
    best = corrected or reading
    if filters.is_exact or best.asked.loose == best.asked.strict:
        return page, Searched()
    page = yield from ask.page(loosened(best.asked, best.pieces, best.known))
    text = corrected.asked.text if corrected and page.rows else ""
    return page, Searched(corrected=text, is_partial=bool(page.rows))


def read(q: str) -> Plan[Reading | None]:
    """Read what the vocabulary knows of a query: one statement; None if it asks for nothing."""
    pieces = pieces_of(q)
    return (yield from _read(pieces))


def reading_of(filters: ProductFilters) -> Plan[Asked | None]:
    """What a search is about, its typos mended if no word of it is known; None if nothing."""
    reading = yield from read(filters.q)
    if reading is None:
        return None
    if filters.is_exact or not reading.asked.unknown:
        return reading.asked
    corrected = yield from _corrected(reading)
    return (corrected or reading).asked


def _read(pieces: tuple[Piece, ...]) -> Plan[Reading | None]:
    if all(piece.is_left_out for piece in pieces):
        return None
    rows = yield from plans.rows(
        KNOWN, words=[EVERYTHING, *words_to_look_up(pieces)], phrases=phrases_of(pieces)
    )
    known = known_from(rows)
    asked = asked_of(pieces, known)
    return Reading(pieces, known, asked) if asked else None


def _corrected(reading: Reading) -> Plan[Reading | None]:
    """Put the likeliest word where an unknown one stands; None if there is none."""
    meant: dict[str, tuple[str, ...]] = {}
    for word in reading.asked.unknown:
        if better := halves_of(word, reading.known) or (yield from _mended(word)):
            meant[word] = better
    if not meant:
        return None
    pieces = tuple(
        replace(piece, words=(word,))
        for piece in reading.pieces
        for word in (meant.get(piece.text) or (piece.text,))
        if piece.part is not Part.QUOTE
    )
    return (yield from _read(pieces))


def _mended(word: str) -> Plan[tuple[str, ...]]:
    if not is_mendable(word):
        return ()
    candidates = yield from plans.rows(
        NEAR, forms=forms_of(word), shortest=len(word) - 2, longest=len(word) + 2
    )
    better = mended(word, candidates)
    return (better,) if better else ()


@dataclass(frozen=True)
class _Asking:
    """One list's filters and place, for whatever words."""

    filters: ProductFilters
    values: Mapping[str, Any]
    cursor: str | None
    limit: int | None

    def page(self, asked: Asked) -> Plan[Page]:
        """Read a page from the fewest tiers that fill it."""
        words = {name: getattr(asked, name) for name in ("in_title", "in_labels", "alike_in_title")}
        words["strict"] = both_of(
            asked.strict, marks_of(size=self.filters.size, colour=self.filters.colour)
        )
        found: Page = PageOf([], None, None)
        for stretch in self._stretches(asked):
            tiers = {"start": stretch.start, "above": stretch.above}
            found = yield from plans.page(
                self._pages(asked, stretch.upto),
                cursor=self.cursor,
                limit=self.limit,
                **self.values,
                **words,
                **tiers,
            )
            if found.next_cursor and (found.previous_cursor or not self.cursor):
                break
        return found

    def _stretches(self, asked: Asked) -> Iterator[Stretch]:
        pages = self._pages(asked, ANY_TIER)
        if self.cursor and isinstance(pages, BestPages):
            yield from pages.stretches(self.cursor)
            return
        # The first page's tiers are the list's first band. Tiers begin with what is in stock.
        if isinstance(pages, BestPages) and self.filters.in_stock is not False:
            yield from (Stretch(tier, 0, tier) for tier in tiers_for(asked))
        yield Stretch(ANY_TIER, 0, ANY_TIER)

    def _pages(self, asked: Asked, tier: int) -> Pages[CardRow]:
        shape, ordering = shape_of(self.filters), self.filters.ordering or RELEVANCE
        size = page_size(self.limit)
        most = next((step for step in STEPS if step >= size), size)
        is_better_way = ordering != RELEVANCE or bool(shape.used & _INDEXED)
        by_index = tier != ANY_TIER or not (asked.matches > FEW and is_better_way)
        return found_pages(shape, ordering, tier, most, by_index=by_index)


def tiers_for(asked: Asked) -> Iterator[int]:
    """The tiers that hold enough of a common word, the smallest first; none for a rare one."""
    if asked.matches > FEW:
        share = asked.matches / max(1, asked.listed)
        yield from (tier for tier, size in TIER_SIZES.items() if share * size >= _ENOUGH)


# As for lists: a shape is compiled at its first use.
@lru_cache(maxsize=512)
def found_pages(
    shape: Shape, ordering: str, tier: int, most: int, *, by_index: bool
) -> Pages[CardRow]:
    """Tiles of what matches in a tier, in keyset pages of `most` rows at most."""

    def build() -> QuerySet[Product]:
        return matching(in_tier(narrowed(shape), tier), "strict", by_index=by_index)

    if ordering == RELEVANCE:
        return BestPages(build, most=most)
    return Pages(
        lambda: card_rows(ranked(build(), "strict"), RELEVANCE),
        order=ORDERS[ordering],
        columns=ORDER_COLUMNS,
    )


def in_tier(products: QuerySet[Product], tier: int) -> QuerySet[Product]:
    """Narrow to a tier of popularity: a constant, so that its small index serves."""
    return products if tier == ANY_TIER else products.filter(popularity_tier__lte=tier)
