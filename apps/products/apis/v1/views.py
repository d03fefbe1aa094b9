"""The catalogue for everyone."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.common.http.public_reads import PublicReads
from apps.common.public_cache import CATALOGUE, public
from apps.products import facade
from apps.products.apis.v1.outputs import (
    CategoryOut,
    CategoryPageOut,
    ProductCardOut,
    ProductOut,
    ProductPageOut,
)
from apps.products.selectors.filters import ORDERINGS

FILTERS = [
    OpenApiParameter("q", str, description="Words to find; typos are forgiven."),
    OpenApiParameter("exact", bool, description="Correct no typos."),
    OpenApiParameter("category", str, description="A category's slug; those below it count too."),
    OpenApiParameter("vendor", str, description="A vendor's slug."),
    OpenApiParameter("brand", str, description="A brand's slug."),
    OpenApiParameter("rating", str, description="The least average of its reviews, 1 to 5."),
    OpenApiParameter("collection", str, description="A collection's slug."),
    OpenApiParameter("price_min", str, description="Lowest price in naira, e.g. 12500.00."),
    OpenApiParameter("price_max", str, description="Highest price in naira."),
    OpenApiParameter("in_stock", bool),
    OpenApiParameter("size", str),
    OpenApiParameter("colour", str),
    OpenApiParameter("ordering", str, enum=[*ORDERINGS, "relevance"]),
    OpenApiParameter("cursor", str, description="From `next` or `previous`."),
    OpenApiParameter("limit", int, description="Rows a page, at most 100."),
]


def card_json(card: Any) -> dict[str, Any]:
    """Return one row of a list."""
    return dict(ProductCardOut(card).data)


@public(CATALOGUE)
class ProductList(PublicReads):
    """Published products."""

    @extend_schema(operation_id="list_products", parameters=FILTERS, responses=ProductPageOut)
    def get(self, request: Request) -> Response:
        """List published products, newest first, or the best matches of a search."""
        query = request.query_params.dict()
        page = facade.product_cards(
            facade.parse_filters(query),
            cursor=facade.parse_cursor(query),
            limit=facade.parse_limit(query),
        )
        return Response(page.as_json(request, card_json))


@public(CATALOGUE)
class ProductDetail(PublicReads):
    """One published product."""

    @extend_schema(operation_id="show_product", responses=ProductOut)
    def get(self, request: Request, slug: str) -> Response:
        """Show a product with its variants, pictures and newest reviews."""
        return Response(ProductOut(facade.product_page(slug)).data)


@public(CATALOGUE)
class RelatedProducts(PublicReads):
    """What else a buyer may like."""

    @extend_schema(operation_id="list_related_products", responses=ProductPageOut)
    def get(self, request: Request, slug: str) -> Response:
        """List up to eight products of the same category or vendor."""
        rows = [card_json(card) for card in facade.related(slug)]
        return Response({"results": rows, "next": None, "previous": None})


@public(CATALOGUE)
class CategoryTree(PublicReads):
    """How the shop is sorted."""

    @extend_schema(operation_id="list_categories", responses=CategoryPageOut)
    def get(self, request: Request) -> Response:
        """Return every category as a tree."""
        rows = CategoryOut(facade.category_tree(), many=True).data
        return Response({"results": rows, "next": None, "previous": None})
