"""Search, suggestions and facets below /api/v2/."""

from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query

from apps.common import reads
from apps.common.http.inline import inline
from apps.common.http.pagination import JSON
from apps.common.money import Money
from apps.common.public_cache import CATALOGUE, public
from apps.products.apis.v2.answers import card_line
from apps.products.apis.v2.door import router
from apps.products.apis.v2.schemas import SearchQuery
from apps.products.apis.v2.search_schemas import (
    FacetsOut,
    FacetsQuery,
    SearchPage,
    SuggestOut,
    SuggestQuery,
)
from apps.products.contracts import Facets, PriceBucket, ProductCard, ProductFilters, Suggestions
from apps.products.selectors.catalogue import found
from apps.products.selectors.filters import parse_cursor, parse_filters, parse_limit
from apps.products.selectors.searching.facets import facets
from apps.products.selectors.searching.suggesting import suggestions


@router.get("/products/search/", response=SearchPage, operation_id="search_products_v2")
@inline
@public(CATALOGUE)
async def search_products(request: HttpRequest, query: Query[SearchQuery]) -> HttpResponse:
    """Search published products, best match first; typos are forgiven and told."""
    return await searched_page(request, parse_filters(request.GET.dict()))


@router.get("/suggest/", response=SuggestOut, operation_id="suggest_v2")
@inline
@public(CATALOGUE)
async def suggest(request: HttpRequest, query: Query[SuggestQuery]) -> HttpResponse:
    """Suggest words, products, categories, brands and houses for a few letters."""
    given = await reads.run(suggestions(query.q))
    return HttpResponse(_suggested(given).model_dump_json(), content_type=JSON)


@router.get("/products/facets/", response=FacetsOut, operation_id="count_facets_v2")
@inline
@public(CATALOGUE)
async def count_facets(request: HttpRequest, query: Query[FacetsQuery]) -> HttpResponse:
    """Count what each further filter of a list would leave."""
    counted = await reads.run(facets(parse_filters(request.GET.dict())))
    return HttpResponse(_counted(counted).model_dump_json(by_alias=True), content_type=JSON)


async def searched_page(request: HttpRequest, filters: ProductFilters) -> HttpResponse:
    """Answer one page of a search, whichever address asks."""
    asked = request.GET.dict()
    page, how = await reads.run(
        found(filters, cursor=parse_cursor(asked), limit=parse_limit(asked))
    )
    # The last column is the rank: the tile is the same without.
    lines = [msgspec.Raw(card_line(row[:-1])) for row in page.rows]
    told = {"corrected": how.corrected, "is_partial": how.is_partial}
    body = msgspec.json.encode({"results": lines} | page.members(request) | told)
    return HttpResponse(body, content_type=JSON)


def _suggested(given: Suggestions) -> SuggestOut:
    return SuggestOut.model_validate(
        {
            "corrected": given.corrected,
            "words": given.words,
            "products": [_hint(card) for card in given.products],
            "categories": given.categories,
            "brands": given.brands,
            "vendors": given.vendors,
        },
        from_attributes=True,
    )


def _hint(card: ProductCard) -> dict[str, Any]:
    return {
        "slug": card.slug,
        "title": card.title,
        "price": card.price,
        "thumbnail_url": card.image.thumbnail_url or card.image.url,
    }


def _counted(counted: Facets) -> FacetsOut:
    names = ("categories", "brands", "sizes", "colours", "ratings", "in_stock")
    return FacetsOut.model_validate(
        {name: getattr(counted, name) for name in names}
        | {
            "price_min": _money(counted.price_min_minor),
            "price_max": _money(counted.price_max_minor),
            "prices": [_price(bucket) for bucket in counted.prices],
        },
        from_attributes=True,
    )


def _price(bucket: PriceBucket) -> dict[str, Any]:
    return {
        "from_": _money(bucket.from_minor),
        "to": _money(bucket.to_minor),
        "count": bucket.count,
        "is_at_least": bucket.is_at_least,
    }


def _money(minor: int | None) -> Money | None:
    return None if minor is None else Money(minor, settings.DEFAULT_CURRENCY)
