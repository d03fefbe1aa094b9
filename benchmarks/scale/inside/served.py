"""What is asked over HTTP, each with the same read on one connection."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from apps.common.db import plans
from apps.products import facade
from apps.products.contracts import ProductFilters
from apps.products.selectors.catalogue import numbered
from apps.products.selectors.searching.suggesting import suggestions
from benchmarks.scale.inside.places import Places

LIMIT, DEEP_PAGES, LARGEST = 20, 40, 100
LISTS, SEARCH, FACETS = "/api/v2/products/", "/api/v2/products/search/", "/api/v2/products/facets/"
DEEP_NUMBER = 400  # of pages of 20; numbers go to 500
_PRICES = ("price_min", "price_max")  # whole units in an address, minor units inside
PHRASE = "red ankara gown size 12"


@dataclass(frozen=True)
class Served:
    """One read under its name: where it is asked for, and what it runs."""

    name: str
    path: str
    run: Callable[[], object]


def all_served(at: Places) -> Iterator[Served]:
    """Lists, searches, suggestions, facets, capped counts, a product's page."""
    yield from map(_list, *zip(*_lists(at).items(), strict=True))
    yield from map(_search, *zip(*_searches(at).items(), strict=True))
    for name, q in {"few letters": "ank", "two words": "ankara g", "a typo": "agbda"}.items():
        path = f"/api/v2/suggest/?{urlencode({'q': q})}"
        yield Served(f"suggest, {name}", path, partial(_suggest, q))
    yield from map(_facets, *zip(*_facetted(at).items(), strict=True))
    for name, page in {"capped count": 1, "deepest number": DEEP_NUMBER}.items():
        yield _numbered(f"category, {name}", {"category": at.root}, page)
    yield Served("product page", f"{LISTS}{at.product}/", lambda: facade.product_page(at.product))


def deep(**filters: Any) -> str:
    """The cursor of page 40 of a hundred.

    Raises:
        RuntimeError: there is only one page.
    """
    cursor: str | None = None
    for _ in range(DEEP_PAGES):
        page = facade.product_cards(ProductFilters(**filters), cursor=cursor, limit=LARGEST)
        cursor = page.next_cursor or cursor
    if cursor is None:
        raise RuntimeError("there is only one page")
    return cursor


def _lists(at: Places) -> Mapping[str, dict[str, Any]]:
    return {
        "list, newest": {},
        "list, dearest first": {"ordering": "-price"},
        "list, deep page": {"cursor": deep()},
        "category, first page": {"category": at.root},
        "category, deep page": {"category": at.root, "cursor": deep(category=at.root)},
        "category, smallest": {"category": at.small_leaf, "ordering": "-price"},
        "store, quietest": {"vendor": at.small_vendor},
        "collection, smallest": {"collection": at.small_collection},
        "colour and size": {"colour": "black", "size": "UK 12"},
        "price range, narrow": {"price_min": 1_000_000, "price_max": 1_010_000},
    }


def _searches(at: Places) -> Mapping[str, dict[str, Any]]:
    return {
        "search, one word": {"q": "agbada"},
        "search, a word of many": {"q": "dress"},
        "search, two words": {"q": "adire boubou"},
        "search, a typo": {"q": "agbda"},
        "search, colour and size": {"q": PHRASE},
        "search, within a category": {"q": "ankara", "category": at.root},
        "search, within a price": {"q": "gown", "price_max": 500_000},
        "search, cheapest first": {"q": "gown", "ordering": "price"},
        "search, sold out": {"q": "gown", "in_stock": False},
        "search, nothing fits": {"q": "zzyzx quux"},
    }


def _facetted(at: Places) -> Mapping[str, dict[str, Any]]:
    return {
        "facets, whole shop": {},
        "facets, category": {"category": at.root},
        "facets, smallest category": {"category": at.small_leaf},
        "facets, a word": {"q": "ankara"},
        "facets, colour and size": {"q": PHRASE},
        "facets, size and price": {"q": "gown", "size": "M", "price_max": 2_000_000},
    }


def _list(name: str, words: dict[str, Any]) -> Served:
    cursor = words.get("cursor")
    filters = ProductFilters(**{key: value for key, value in words.items() if key != "cursor"})
    return Served(
        name,
        _asked(LISTS, {**words, "limit": LIMIT}),
        partial(facade.product_cards, filters, cursor=cursor, limit=LIMIT),
    )


def _search(name: str, words: dict[str, Any]) -> Served:
    filters = ProductFilters(**{"ordering": "relevance", **words})
    return Served(
        name,
        _asked(SEARCH, {**words, "limit": LIMIT}),
        partial(facade.search_page, filters, limit=LIMIT),
    )


def _facets(name: str, words: dict[str, Any]) -> Served:
    return Served(
        name, _asked(FACETS, words), partial(facade.count_facets, ProductFilters(**words))
    )


def _numbered(name: str, words: dict[str, Any], page: int) -> Served:
    filters = ProductFilters(**words)
    path = _asked(LISTS, {**words, "page": page, "limit": LIMIT})
    return Served(name, path, lambda: plans.run(numbered(filters, page=page, limit=LIMIT)))


def _suggest(q: str) -> object:
    return plans.run(suggestions(q))


def _asked(path: str, words: Mapping[str, Any]) -> str:
    naira = {key: value // 100 for key, value in words.items() if key in _PRICES}
    signs = {key: str(value).lower() for key, value in words.items() if isinstance(value, bool)}
    return f"{path}?{urlencode({**words, **naira, **signs})}"
