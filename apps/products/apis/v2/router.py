"""Hot reads of the catalogue below /api/v2/."""

from django.http import HttpRequest, HttpResponse
from ninja import Query

from apps.common import reads
from apps.common.http.inline import inline
from apps.common.http.pagination import JSON, NumberedPage, Page, PageOf, page_answer
from apps.common.public_cache import CATALOGUE, public
from apps.products.apis.v2 import reviews, search
from apps.products.apis.v2.answers import card_line, category_line
from apps.products.apis.v2.door import router
from apps.products.apis.v2.schemas import (
    CategoryOut,
    NumberedListQuery,
    ProductCardOut,
    ProductOut,
)
from apps.products.selectors.catalogue import listed, numbered
from apps.products.selectors.filters import parse_cursor, parse_filters, parse_limit, parse_page
from apps.products.selectors.product_page import page_by_slug, rows_related
from apps.products.selectors.taxonomy import categories

router.add_router("", reviews.router)


@router.get(
    "/products/",
    response=Page[ProductCardOut] | NumberedPage[ProductCardOut],
    operation_id="list_products_v2",
)
@inline
@public(CATALOGUE)
async def list_products(request: HttpRequest, query: Query[NumberedListQuery]) -> HttpResponse:
    """List published products, newest first; by cursor, or by number with `page`."""
    asked = request.GET.dict()
    filters, limit = parse_filters(asked), parse_limit(asked)
    number = parse_page(asked)
    if filters.q:
        return await search.searched_page(request, filters)
    if number is not None:
        by_number = await reads.run(numbered(filters, page=number, limit=limit))
        return page_answer(request, by_number, card_line)
    page = await reads.run(listed(filters, cursor=parse_cursor(asked), limit=limit))
    return page_answer(request, page, card_line)


@router.get("/products/{slug:slug}/", response=ProductOut, operation_id="show_product_v2")
@inline
@public(CATALOGUE)
async def show_product(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a product with its variants, pictures and newest reviews."""
    found = await reads.run(page_by_slug(slug))
    return HttpResponse(ProductOut.model_validate(found).model_dump_json(), content_type=JSON)


@router.get(
    "/products/{slug:slug}/related/",
    response=Page[ProductCardOut],
    operation_id="list_related_products_v2",
)
@inline
@public(CATALOGUE)
async def list_related(request: HttpRequest, slug: str) -> HttpResponse:
    """List up to eight products of the same category or vendor."""
    rows = await reads.run(rows_related(slug))
    return page_answer(request, PageOf(rows, None, None), card_line)


@router.get("/categories/", response=Page[CategoryOut], operation_id="list_categories_v2")
@inline
@public(CATALOGUE)
async def list_categories(request: HttpRequest) -> HttpResponse:
    """Return every category as a tree."""
    roots = await reads.run(categories())
    return page_answer(request, PageOf(list(roots), None, None), category_line)
