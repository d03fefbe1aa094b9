"""Asking as a buyer does."""

from apps.products.contracts import ProductFilters, Searched
from apps.products.selectors.catalogue import search_page


def titles(q: str, **filters) -> list[str]:
    page, _ = search_page(ProductFilters(q=q, ordering="relevance", **filters))
    return [card.title for card in page.rows]


def how_read(q: str, **filters) -> Searched:
    return search_page(ProductFilters(q=q, ordering="relevance", **filters))[1]
