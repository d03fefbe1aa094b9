"""A vendor's own products. Every route asks `require_vendor`; another vendor's product is a 404."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.http.drf import read
from apps.common.http.pagination import keyset_page
from apps.products import facade
from apps.products.apis.v1.access import me, mine, my_vendor
from apps.products.apis.v1.inputs import MatrixIn, MediaIn, OwnFiltersIn, ProductIn, ProductMovesIn
from apps.products.apis.v1.outputs import (
    MovedProductOut,
    OwnPageOut,
    OwnProductOut,
    PictureOut,
    ProductMovesOut,
    ProductOut,
    VariantOut,
)
from apps.products.contracts import Move, ProductId, VariantId
from apps.products.errors import InvalidPicture
from apps.products.gateways.images import MAX_BYTES
from apps.products.selectors.own import matching_words, own_card, products_of
from apps.products.selectors.product_page import product_page_of


def shown(request: Request, product_id: ProductId, status: int = 200) -> Response:
    """Answer with the whole product."""
    page = product_page_of(product_id=product_id, vendor_id=my_vendor(request))
    return Response(ProductOut(page).data, status=status)


class OwnProducts(APIView):
    """The vendor's products in any state."""

    @extend_schema(
        operation_id="list_own_products",
        parameters=[OwnFiltersIn],
        responses=OwnPageOut,
    )
    def get(self, request: Request) -> Response:
        """List the vendor's own products, newest first."""
        wanted = read(OwnFiltersIn, request.query_params)
        rows = matching_words(products_of(vendor_id=my_vendor(request)), wanted.get("q", ""))
        if "status" in wanted:
            rows = rows.filter(status=wanted["status"])
        page = keyset_page(rows, order=("-created_at", "-id"), cursor=wanted.get("cursor"))
        return Response(page.as_json(request, lambda row: OwnProductOut(own_card(row)).data))

    @extend_schema(operation_id="create_product", request=ProductIn, responses={201: ProductOut})
    def post(self, request: Request) -> Response:
        """Begin a draft."""
        made = facade.create_product(vendor_id=my_vendor(request), **read(ProductIn, request.data))
        return shown(request, made.id, 201)


class OwnProduct(APIView):
    """One product of the vendor."""

    @extend_schema(operation_id="show_own_product", responses=ProductOut)
    def get(self, request: Request, product_id: UUID) -> Response:
        """Show an own product in any state."""
        return shown(request, mine(request, product_id))

    @extend_schema(operation_id="update_product", request=ProductIn, responses=ProductOut)
    def patch(self, request: Request, product_id: UUID) -> Response:
        """Change the fields that are sent."""
        own = mine(request, product_id)
        facade.update_product(product_id=own, **read(ProductIn, request.data, is_partial=True))
        return shown(request, own)

    @extend_schema(operation_id="remove_product", responses={204: None})
    def delete(self, request: Request, product_id: UUID) -> Response:
        """Take a product out of the shop: it is archived, since orders may name it."""
        facade.archive_product(product_id=mine(request, product_id), by=me(request))
        return Response(status=204)


class OwnVariants(APIView):
    """The size x colour matrix."""

    @extend_schema(operation_id="list_variants", responses=VariantOut(many=True))
    def get(self, request: Request, product_id: UUID) -> Response:
        """Show the cells in their order."""
        own = mine(request, product_id)
        page = product_page_of(product_id=own, vendor_id=my_vendor(request))
        return Response(VariantOut(page.variants, many=True).data)

    @extend_schema(operation_id="replace_variants", request=MatrixIn, responses=ProductOut)
    def put(self, request: Request, product_id: UUID) -> Response:
        """Replace the matrix; variants that are not named are retired."""
        own = mine(request, product_id)
        facade.set_variants(product_id=own, variants=MatrixIn.read(request.data))
        return shown(request, own)


class OwnMedia(APIView):
    """Pictures of one product."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="add_media",
        request={"multipart/form-data": MediaIn},
        responses={201: PictureOut},
    )
    def post(self, request: Request, product_id: UUID) -> Response:
        """Add a picture (JPEG, PNG or WebP, at most 10 MB); its copies follow."""
        own = mine(request, product_id)
        body = _media(request.data)
        variant_id = body["variant_id"]
        picture = facade.add_media(
            product_id=own,
            content=body["file"].read(),
            alt=body["alt"],
            variant_id=None if variant_id is None else VariantId(variant_id),
        )
        return Response(PictureOut(picture).data, status=201)


class Publication(APIView):
    """Whether a product is in the shop."""

    @extend_schema(operation_id="publish_product", request=None, responses=ProductOut)
    def post(self, request: Request, product_id: UUID) -> Response:
        """Publish a draft or archived product."""
        own = mine(request, product_id)
        return shown(request, facade.publish_product(product_id=own, by=me(request)).id)


class Archive(APIView):
    """Products that left the shop."""

    @extend_schema(operation_id="archive_product", request=None, responses=ProductOut)
    def post(self, request: Request, product_id: UUID) -> Response:
        """Take a product out of the shop."""
        own = mine(request, product_id)
        return shown(request, facade.archive_product(product_id=own, by=me(request)).id)


class Restoration(APIView):
    """Products that came back from the archive."""

    @extend_schema(operation_id="restore_product", request=None, responses=ProductOut)
    def post(self, request: Request, product_id: UUID) -> Response:
        """Make an archived product a draft again."""
        own = mine(request, product_id)
        return shown(request, facade.restore_product(product_id=own, by=me(request)).id)


class Duplicate(APIView):
    """Copies of a product."""

    @extend_schema(operation_id="duplicate_product", request=None, responses={201: ProductOut})
    def post(self, request: Request, product_id: UUID) -> Response:
        """Begin a draft with the same words, matrix and pictures, own SKUs and no stock."""
        own = mine(request, product_id)
        return shown(request, facade.duplicate_product(product_id=own).id, 201)


class Moves(APIView):
    """Several products at once."""

    @extend_schema(operation_id="move_products", request=ProductMovesIn, responses=ProductMovesOut)
    def post(self, request: Request) -> Response:
        """Publish, archive or restore each by itself; a refused one stops no other."""
        vendor_id, said = my_vendor(request), read(ProductMovesIn, request.data)
        moved = facade.move_products(
            vendor_id=vendor_id,
            product_ids=[ProductId(one) for one in dict.fromkeys(said["ids"])],
            move=Move(said["move"]),
            by=me(request),
        )
        return Response({"results": MovedProductOut(moved, many=True).data})


def _media(body: Any) -> dict[str, Any]:
    media = read(MediaIn, body)
    if media["file"].size > MAX_BYTES:
        raise InvalidPicture(f"A picture has at most {MAX_BYTES // 1024**2} MB.")
    return media
