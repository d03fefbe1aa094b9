"""Categories, brands and collections for staff; each change goes on record."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.http.drf import read
from apps.common.http.pagination import keyset_page
from apps.common.http.staff import staff_may, staff_may_edit
from apps.common.http.texts import Text, WholeNumber
from apps.products import facade
from apps.products.apis.v1.access import me
from apps.products.contracts import BrandId, CategoryId, CollectionId
from apps.products.models import Brand, Category, Collection
from apps.products.selectors.groups import brand, category, collection
from apps.products.services import edit_categories, edit_groups

CURSOR = OpenApiParameter("cursor", str, description="From `next` or `previous`.")


class CategoryIn(serializers.Serializer[Any]):
    """A category; `parent_id: null` puts it among the roots."""

    name = Text(max_length=80)
    parent_id = serializers.UUIDField(required=False, allow_null=True, default=None)


class CategoryOrderIn(serializers.Serializer[Any]):
    """Each category below one parent once, in the order to show; null: the roots."""

    parent_id = serializers.UUIDField(allow_null=True)
    ids = serializers.ListField(child=serializers.UUIDField(), max_length=500)


class CategoryRowOut(serializers.Serializer[Any]):
    """One category."""

    id = serializers.UUIDField()
    parent_id = serializers.UUIDField(allow_null=True)
    slug = serializers.CharField()
    name = serializers.CharField()
    position = serializers.IntegerField()


class BrandIn(serializers.Serializer[Any]):
    """A label."""

    name = Text(max_length=80)


class BrandOut(serializers.Serializer[Any]):
    """A label."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()


class GroupIn(serializers.Serializer[Any]):
    """A collection."""

    title = Text(max_length=120)
    description = Text(max_length=500, required=False, allow_blank=True)
    position = WholeNumber(required=False, min_value=0, max_value=1_000_000)
    is_visible = serializers.BooleanField(required=False)


class GroupOut(serializers.Serializer[Any]):
    """A collection."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    position = serializers.IntegerField()
    is_visible = serializers.BooleanField()


def _page_of(name: str, row: type[serializers.Serializer[Any]]) -> Any:
    fields = {
        "results": row(many=True),
        "next": serializers.CharField(allow_null=True),
        "previous": serializers.CharField(allow_null=True),
    }
    return type(name, (serializers.Serializer,), fields)


CategoryRowsOut = _page_of("CategoryRowsOut", CategoryRowOut)
BrandPageOut = _page_of("BrandPageOut", BrandOut)
GroupPageOut = _page_of("GroupPageOut", GroupOut)


class StaffCategories(APIView):
    """Every category, as rows."""

    permission_classes = (staff_may_edit("products", "category"),)

    @extend_schema(
        operation_id="staff_list_categories", parameters=[CURSOR], responses=CategoryRowsOut
    )
    def get(self, request: Request) -> Response:
        """List categories, parents named, newest first."""
        return _listed(request, Category.objects.all(), CategoryRowOut)

    @extend_schema(
        operation_id="staff_create_category", request=CategoryIn, responses={201: CategoryRowOut}
    )
    def post(self, request: Request) -> Response:
        """Add a category after its siblings."""
        made = edit_categories.add_category(by=me(request), **read(CategoryIn, request.data))
        return Response(CategoryRowOut(category(made)).data, status=201)


class StaffCategory(APIView):
    """One category."""

    permission_classes = (staff_may_edit("products", "category"),)

    @extend_schema(operation_id="staff_show_category", responses=CategoryRowOut)
    def get(self, request: Request, category_id: UUID) -> Response:
        """Show a category."""
        return Response(CategoryRowOut(category(CategoryId(category_id))).data)

    @extend_schema(
        operation_id="staff_change_category", request=CategoryIn, responses=CategoryRowOut
    )
    def patch(self, request: Request, category_id: UUID) -> Response:
        """Rename it, or move it with all below it."""
        changes = read(CategoryIn, request.data, is_partial=True)
        own = CategoryId(category_id)
        edit_categories.change_category(category_id=own, changes=changes, by=me(request))
        return Response(CategoryRowOut(category(own)).data)

    @extend_schema(operation_id="staff_remove_category", responses={204: None})
    def delete(self, request: Request, category_id: UUID) -> Response:
        """Remove a category on which nothing hangs."""
        edit_categories.remove_category(category_id=CategoryId(category_id), by=me(request))
        return Response(status=204)


class StaffCategoryOrder(APIView):
    """The order of the categories of one level."""

    permission_classes = (staff_may(PUT="products.change_category"),)

    @extend_schema(
        operation_id="staff_order_categories", request=CategoryOrderIn, responses={204: None}
    )
    def put(self, request: Request) -> Response:
        """Put the categories below one parent in this order."""
        edit_categories.order_categories(by=me(request), **read(CategoryOrderIn, request.data))
        return Response(status=204)


class StaffBrands(APIView):
    """Every brand."""

    permission_classes = (staff_may_edit("products", "brand"),)

    @extend_schema(operation_id="staff_list_brands", parameters=[CURSOR], responses=BrandPageOut)
    def get(self, request: Request) -> Response:
        """List brands, newest first."""
        return _listed(request, Brand.objects.all(), BrandOut)

    @extend_schema(operation_id="staff_create_brand", request=BrandIn, responses={201: BrandOut})
    def post(self, request: Request) -> Response:
        """Add a brand."""
        made = edit_groups.add_brand(by=me(request), **read(BrandIn, request.data))
        return Response(BrandOut(made).data, status=201)


class StaffBrand(APIView):
    """One brand."""

    permission_classes = (staff_may_edit("products", "brand"),)

    @extend_schema(operation_id="staff_show_brand", responses=BrandOut)
    def get(self, request: Request, brand_id: UUID) -> Response:
        """Show a brand."""
        return Response(BrandOut(brand(BrandId(brand_id))).data)

    @extend_schema(operation_id="staff_change_brand", request=BrandIn, responses=BrandOut)
    def patch(self, request: Request, brand_id: UUID) -> Response:
        """Rename a brand; its slug stays."""
        changes = read(BrandIn, request.data, is_partial=True)
        changed = edit_groups.change_brand(
            brand_id=BrandId(brand_id), changes=changes, by=me(request)
        )
        return Response(BrandOut(changed).data)

    @extend_schema(operation_id="staff_remove_brand", responses={204: None})
    def delete(self, request: Request, brand_id: UUID) -> Response:
        """Remove a brand that no product carries."""
        edit_groups.remove_brand(brand_id=BrandId(brand_id), by=me(request))
        return Response(status=204)


class StaffCollections(APIView):
    """Every collection."""

    permission_classes = (staff_may_edit("products", "collection"),)

    @extend_schema(
        operation_id="staff_list_collections", parameters=[CURSOR], responses=GroupPageOut
    )
    def get(self, request: Request) -> Response:
        """List collections, hidden ones too, newest first."""
        return _listed(request, Collection.objects.all(), GroupOut)

    @extend_schema(
        operation_id="staff_create_collection", request=GroupIn, responses={201: GroupOut}
    )
    def post(self, request: Request) -> Response:
        """Add a collection."""
        made = edit_groups.add_collection(by=me(request), **read(GroupIn, request.data))
        return Response(GroupOut(made).data, status=201)


class StaffCollection(APIView):
    """One collection."""

    permission_classes = (staff_may_edit("products", "collection"),)

    @extend_schema(operation_id="staff_show_collection", responses=GroupOut)
    def get(self, request: Request, collection_id: UUID) -> Response:
        """Show a collection."""
        return Response(GroupOut(collection(CollectionId(collection_id))).data)

    @extend_schema(operation_id="staff_change_collection", request=GroupIn, responses=GroupOut)
    def patch(self, request: Request, collection_id: UUID) -> Response:
        """Change what is sent; the slug stays."""
        changed = edit_groups.change_collection(
            collection_id=CollectionId(collection_id),
            changes=read(GroupIn, request.data, is_partial=True),
            by=me(request),
        )
        return Response(GroupOut(changed).data)

    @extend_schema(operation_id="staff_remove_collection", responses={204: None})
    def delete(self, request: Request, collection_id: UUID) -> Response:
        """Remove a collection; its products stay."""
        edit_groups.remove_collection(collection_id=CollectionId(collection_id), by=me(request))
        return Response(status=204)


def _listed(request: Request, rows: Any, out: type[serializers.Serializer[Any]]) -> Response:
    cursor = facade.parse_cursor(request.query_params.dict())
    page = keyset_page(rows, order=("-created_at", "-id"), cursor=cursor)
    return Response(page.as_json(request, lambda row: out(row).data))
