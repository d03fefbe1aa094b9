"""What a list page needs: the filters as asked, what each chosen one is called, the options."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, QueryDict

from apps.common.errors import InvalidInput
from apps.common.http.pagination import PageOf
from apps.products import facade as products
from apps.products.contracts import Facets, ProductCard, ProductFilters, Searched
from apps.storefront.chrome import categories

PAGE = 24
SORTS = (
    ("newest", "Newest first"),
    ("price", "Price, low to high"),
    ("-price", "Price, high to low"),
    ("rating", "Best rated"),
)
BEST_MATCH = ("relevance", "Best match")
_NARROWING = (
    "category",
    "collection",
    "brand",
    "price_min",
    "price_max",
    "size",
    "colour",
    "rating",
    "in_stock",
)


def listing(request: HttpRequest, **fixed: str) -> dict[str, Any]:
    """Return the context of a list; filters that make no sense are told, not obeyed.

    Args:
        request: its query names the filters.
        fixed: filters that the page itself sets, such as its category.
    """
    asked = {**request.GET.dict(), **fixed}
    try:
        filters = products.parse_filters(asked)
        found, how = _found(filters, products.parse_cursor(request.GET))
    except InvalidInput as error:
        wrong = [sentence for sentences in error.errors.values() for sentence in sentences]
        filters = ProductFilters(q=fixed.get("q", ""), **_only(fixed), ordering="newest")
        return _context(request.GET, filters, PageOf([], None, None), fixed) | {
            "filter_errors": wrong or [error.detail],
            "filters_open": True,
        }
    return _context(request.GET, filters, found, fixed) | _told(request.GET, how)


def _found(filters: ProductFilters, cursor: str | None) -> tuple[PageOf[ProductCard], Searched]:
    if filters.q:
        return products.search_page(filters, cursor=cursor, limit=PAGE)
    return products.product_cards(filters, cursor=cursor, limit=PAGE), Searched()


def _told(query: QueryDict, how: Searched) -> dict[str, Any]:
    """How the words were read, and the same search as it was typed."""
    typed = query.copy()
    typed.pop("cursor", None)
    typed["exact"] = "1"
    return {"corrected": how.corrected, "is_partial": how.is_partial, "typed": typed.urlencode()}


def _only(fixed: Mapping[str, str]) -> dict[str, Any]:
    return {name: value for name, value in fixed.items() if name in ("category", "vendor")}


def _context(
    query: QueryDict, filters: ProductFilters, found: PageOf[ProductCard], fixed: Mapping[str, str]
) -> dict[str, Any]:
    counted = products.count_facets(filters)
    nothing = QueryDict(mutable=True)
    if filters.q:
        nothing["q"] = filters.q
    return {
        "cards": found.rows,
        "next": found.next_cursor,
        "previous": found.previous_cursor,
        "filters": filters,
        "orderings": (BEST_MATCH, *SORTS) if filters.q else SORTS,
        "categories": categories(),
        "show_categories": "category" not in fixed,
        "facets": counted,
        "price_links": _price_links(query, counted),
        "chosen": _chosen(query, fixed),
        "nothing_chosen": nothing.urlencode(),
        "is_indexed": not query,
        "filter_errors": [],
    }


def _price_links(query: QueryDict, counted: Facets) -> list[dict[str, Any]]:
    """Each range of prices with the query that chooses it."""
    links = []
    for bucket in counted.prices:
        rest = query.copy()
        rest.pop("cursor", None)
        low, high = bucket.from_minor // 100, bucket.to_minor and bucket.to_minor // 100
        rest["price_min"] = str(low)
        rest.pop("price_max", None)
        if high:
            rest["price_max"] = f"{high - 1}.99"
        label = f"₦{low:,} to ₦{high:,}" if high else f"₦{low:,} and up"
        links.append({"label": label, "query": rest.urlencode(), "bucket": bucket})
    return links


def _chosen(query: QueryDict, fixed: Mapping[str, str]) -> list[dict[str, str]]:
    """Return each filter in force with its words and the query without it."""
    found = []
    for name in _NARROWING:
        value = query.get(name, "").strip()[:80]
        if value and name not in fixed:
            rest = query.copy()
            rest.pop(name, None)
            rest.pop("cursor", None)
            found.append({"label": _label(name, value), "query": rest.urlencode()})
    return found


def _label(name: str, value: str) -> str:
    match name:
        case "in_stock":
            return "In stock"
        case "price_min":
            return f"From ₦{value}"
        case "price_max":
            return f"Up to ₦{value}"
        case "rating":
            return f"{value} stars and up"
        case "category" | "collection" | "brand":
            return value.replace("-", " ").capitalize()
    return value
