"""The shop's lists: published products of open vendors, each list one plan for all doors."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Subquery

from apps.common.db import Named, Plan, Prepared, plans
from apps.common.db.keyset import page_size
from apps.common.db.numbered import NumberedPageOf
from apps.common.errors import NoSuchPage
from apps.common.http.pagination import PageOf
from apps.products.contracts import ProductCard, ProductFilters, Searched
from apps.products.models import Collection, Product
from apps.products.selectors.cards import CardRow, card_of
from apps.products.selectors.merged import STEPS
from apps.products.selectors.named import require_names
from apps.products.selectors.searching.finding import searched
from apps.products.selectors.shapes import card_numbers, card_pages, shape_of, values_of
from apps.products.selectors.taxonomy import ids_below

# Up to here all of a collection is read and sorted; what is larger, is found on the way.
_GATHERED = 2000
_BEYOND = Prepared(
    lambda: Product.collections.through.objects.filter(
        collection_id=Subquery(Collection.objects.filter(slug=Named("slug")).values("id")[:1])
    ).values_list("product_id")[_GATHERED : _GATHERED + 1]
)


def product_cards(
    filters: ProductFilters, *, cursor: str | None = None, limit: int | None = None
) -> PageOf[ProductCard]:
    """Return one page of tiles: 1 query, one more each for a category, a collection, a search.

    Raises:
        InvalidInput: a slug names nothing.
        BadCursor: the cursor is not of this list.
    """
    if filters.q:
        return search_page(filters, cursor=cursor, limit=limit)[0]
    page = plans.run(listed(filters, cursor=cursor, limit=limit))
    return PageOf([card_of(row) for row in page.rows], page.next_cursor, page.previous_cursor)


def listed(
    filters: ProductFilters, *, cursor: str | None, limit: int | None
) -> Plan[PageOf[CardRow]]:
    """Read one page of a list without words to find; rows for `card_of`.

    Raises:
        InvalidInput: a slug names nothing.
        BadCursor: the cursor is not of this list.
    """
    values = yield from _values(filters)
    shape = shape_of(filters, otherwise=(yield from _otherwise(filters, values)))
    size = page_size(limit)
    most = next((step for step in STEPS if step >= size), size)
    pages = card_pages(shape, filters.ordering or "newest", most)
    page = yield from plans.page(pages, cursor=cursor, limit=limit, **values)
    if not page.rows:
        yield from require_names(filters)
    return page


def numbered(
    filters: ProductFilters, *, page: int, limit: int | None
) -> Plan[NumberedPageOf[CardRow]]:
    """Read one page of a list by its number; rows for `card_of`.

    Raises:
        InvalidInput: a slug names nothing, or the page lies too deep.
        NoSuchPage: it lies beyond the last one.
    """
    values = yield from _values(filters)
    shape = shape_of(filters, otherwise=(yield from _otherwise(filters, values)))
    pages = card_numbers(shape, filters.ordering or "newest")
    try:
        found = yield from pages.read(page=page, limit=limit, **values)
    except NoSuchPage:
        yield from require_names(filters)  # the better reason
        raise
    if not found.rows:
        yield from require_names(filters)
    return found


def _otherwise(filters: ProductFilters, values: Mapping[str, Any]) -> Plan[set[str]]:
    """Filters that are read in another way: see `shape_of`."""
    found = {"category"} if values["leaf"] is not None else set()
    if filters.collection and (yield from plans.rows(_BEYOND, slug=filters.collection)):
        found.add("collection")
    return found


def _values(filters: ProductFilters) -> Plan[dict[str, Any]]:
    ids = (yield from ids_below(filters.category)) if filters.category else ()
    return values_of(filters, category_ids=ids)


def found(
    filters: ProductFilters, *, cursor: str | None, limit: int | None
) -> Plan[tuple[PageOf[CardRow], Searched]]:
    """Read one page of a search and how its words were read; rows for `card_of`.

    Raises:
        InvalidInput: a slug names nothing.
        BadCursor: the cursor is not of this list.
    """
    page, how = yield from searched(filters, cursor=cursor, limit=limit)
    if not page.rows:
        yield from require_names(filters)
    return page, how


def search_page(
    filters: ProductFilters, *, cursor: str | None = None, limit: int | None = None
) -> tuple[PageOf[ProductCard], Searched]:
    """Return one page of a search: 2 queries, one more each for what `searched` names.

    Raises what `found` does.
    """
    page, how = plans.run(found(filters, cursor=cursor, limit=limit))
    cards = [card_of(row) for row in page.rows]
    return PageOf(cards, page.next_cursor, page.previous_cursor), how
