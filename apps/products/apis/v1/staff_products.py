"""Any vendor's products for staff: find, read, correct, publish, archive, restore; on record."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.http.drf import read
from apps.common.http.pagination import keyset_page
from apps.common.http.staff import staff_may
from apps.common.http.texts import Text
from apps.products import facade
from apps.products.apis.v1.access import me
from apps.products.apis.v1.inputs import ProductIn
from apps.products.apis.v1.outputs import OwnProductOut, ProductOut, StoreOut
from apps.products.contracts import ProductId, ProductRef
from apps.products.errors import ProductNotFound
from apps.products.selectors.own import any_products, matching_words, own_card
from apps.products.selectors.product_page import product_page_of
from apps.products.states import ProductStatus
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId

MayProducts = staff_may(GET="products.view_product", PATCH="products.change_product")
MayMove = staff_may(POST="products.change_product")


class StaffFiltersIn(serializers.Serializer[Any]):
    """What the list is narrowed to: `vendor` is a slug, `q` words of a title or a SKU."""

    status = serializers.ChoiceField(choices=list(ProductStatus), required=False)
    vendor = serializers.SlugField(max_length=80, required=False)
    q = Text(max_length=100, required=False)
    cursor = Text(max_length=500, required=False)


class StaffProductOut(OwnProductOut):
    """One row of the list, with its vendor."""

    vendor = StoreOut()


class StaffProductPageOut(serializers.Serializer[Any]):
    """A page of products of any vendor."""

    results = StaffProductOut(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class StaffProducts(APIView):
    """Products of every vendor in every state."""

    permission_classes = (MayProducts,)

    @extend_schema(
        operation_id="staff_list_products",
        parameters=[StaffFiltersIn],
        responses=StaffProductPageOut,
    )
    def get(self, request: Request) -> Response:
        """List products, newest first."""
        wanted = read(StaffFiltersIn, request.query_params)
        rows = matching_words(any_products(), wanted.get("q", ""))
        if "status" in wanted:
            rows = rows.filter(status=wanted["status"])
        if "vendor" in wanted:
            rows = rows.filter(vendor__slug=wanted["vendor"])
        page = keyset_page(rows, order=("-created_at", "-id"), cursor=wanted.get("cursor"))
        sellers = vendors.vendors_by_id({VendorId(row.vendor_id) for row in page.rows})

        def shown(row: Any) -> dict[str, Any]:
            seller = StoreOut(sellers[VendorId(row.vendor_id)]).data
            return {**OwnProductOut(own_card(row)).data, "vendor": seller}

        return Response(page.as_json(request, shown))


class StaffProduct(APIView):
    """One product, whosever it is."""

    permission_classes = (MayProducts,)

    @extend_schema(operation_id="staff_show_product", responses=ProductOut)
    def get(self, request: Request, product_id: UUID) -> Response:
        """Show a product in any state."""
        return _shown(ProductId(product_id))

    @extend_schema(operation_id="staff_change_product", request=ProductIn, responses=ProductOut)
    def patch(self, request: Request, product_id: UUID) -> Response:
        """Correct the fields that are sent."""
        own, changes = ProductId(product_id), read(ProductIn, request.data, is_partial=True)
        facade.update_product(product_id=own, by=me(request), **changes)
        return _shown(own)


class _Move(APIView):
    permission_classes = (MayMove,)
    move: ClassVar[Callable[..., ProductRef]]

    def moved(self, request: Request, product_id: UUID) -> Response:
        """Move the product and show it."""
        return _shown(type(self).move(product_id=ProductId(product_id), by=me(request)).id)


class StaffPublication(_Move):
    """Whether a product is in the shop."""

    move = staticmethod(facade.publish_product)

    @extend_schema(operation_id="staff_publish_product", request=None, responses=ProductOut)
    def post(self, request: Request, product_id: UUID) -> Response:
        """Publish a draft or archived product."""
        return self.moved(request, product_id)


class StaffArchive(_Move):
    """Products that left the shop."""

    move = staticmethod(facade.archive_product)

    @extend_schema(operation_id="staff_archive_product", request=None, responses=ProductOut)
    def post(self, request: Request, product_id: UUID) -> Response:
        """Take a product out of the shop."""
        return self.moved(request, product_id)


class StaffRestoration(_Move):
    """Products that came back from the archive."""

    move = staticmethod(facade.restore_product)

    @extend_schema(operation_id="staff_restore_product", request=None, responses=ProductOut)
    def post(self, request: Request, product_id: UUID) -> Response:
        """Make an archived product a draft again."""
        return self.moved(request, product_id)


def _shown(product_id: ProductId) -> Response:
    vendor_id = facade.owners_of([product_id]).get(product_id)
    if vendor_id is None:
        raise ProductNotFound
    page = product_page_of(product_id=product_id, vendor_id=vendor_id)
    return Response(ProductOut(page).data)
