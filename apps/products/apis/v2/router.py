"""Hot reads of the catalogue below /api/v2/."""

from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest
from ninja import Query, Router

from apps.common.http.pagination import Page, PageOf
from apps.products import facade
from apps.products.apis.v2 import reviews
from apps.products.apis.v2.schemas import ListQuery, ProductCardOut, SearchQuery
from apps.products.contracts import ProductCard

router = Router(tags=["products"], auth=None)
router.add_router("", reviews.router)


@router.get("/products/", response=Page[ProductCardOut], operation_id="list_products_v2")
async def list_products(request: HttpRequest, query: Query[ListQuery]) -> dict[str, Any]:
    """List published products, newest first."""
    return (await _page(request)).as_json(request, lambda card: card)


@router.get("/products/search/", response=Page[ProductCardOut], operation_id="search_products_v2")
async def search_products(request: HttpRequest, query: Query[SearchQuery]) -> dict[str, Any]:
    """Search published products, best match first."""
    return (await _page(request)).as_json(request, lambda card: card)


@sync_to_async
def _page(request: HttpRequest) -> PageOf[ProductCard]:
    """Read the query string by the same rules as v1."""
    query = request.GET.dict()
    return facade.product_cards(
        facade.parse_filters(query),
        cursor=facade.parse_cursor(query),
        limit=facade.parse_limit(query),
    )
