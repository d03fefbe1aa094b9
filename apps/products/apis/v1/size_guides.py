"""Size guides over v1: a house's own for its team, the marketplace's for staff."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.validators import RegexValidator
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.http.drf import read
from apps.common.http.pagination import keyset_page
from apps.common.http.staff import staff_may
from apps.common.http.texts import Text
from apps.products import facade
from apps.products.apis.v1.access import me, mine, my_vendor
from apps.products.apis.v1.outputs import SizeGuideOut
from apps.products.contracts import Fit, SizeGuideId, SizeGuideSpec, SizeRow
from apps.products.selectors.size_guides import guide_of, guides_of
from apps.products.size_contracts import MAX_HOW_TO, MAX_MEASURES, MAX_SIZES, MAX_WORD
from apps.vendors.contracts import VendorId

_DECIMAL = RegexValidator(r"\A[0-9]{1,3}(\.[0-9])?\Z", "Centimetres such as 91 or 91.5.")
MayKeep = staff_may(
    GET="products.view_sizeguide",
    POST="products.add_sizeguide",
    PUT="products.change_sizeguide",
    DELETE="products.delete_sizeguide",
)


class SizeRowIn(serializers.Serializer[Any]):
    """One size; `cm` holds one decimal text a column, null where it is unknown."""

    size = Text(max_length=MAX_WORD)
    cm = serializers.ListField(
        child=Text(validators=[_DECIMAL], allow_null=True), max_length=MAX_MEASURES
    )


class SizeGuideIn(serializers.Serializer[Any]):
    """A whole guide."""

    title = Text(max_length=80)
    category = Text(max_length=100, required=False, default="", allow_blank=True)
    how_to_measure = Text(max_length=MAX_HOW_TO, required=False, default="", allow_blank=True)
    measures = serializers.ListField(child=Text(max_length=MAX_WORD), max_length=MAX_MEASURES)
    rows = serializers.ListField(child=SizeRowIn(), max_length=MAX_SIZES)

    @classmethod
    def read(cls, body: Any) -> SizeGuideSpec:
        """Return what is said, for the service to judge."""
        said = read(cls, body)
        rows = tuple(SizeRow(size=row["size"], values=_numbers(row["cm"])) for row in said["rows"])
        words = {name: said[name] for name in ("title", "category", "how_to_measure")}
        return SizeGuideSpec(measures=tuple(said["measures"]), rows=rows, **words)


class SizeGuidePageOut(serializers.Serializer[Any]):
    """A page of guides."""

    results = SizeGuideOut(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class FitIn(serializers.Serializer[Any]):
    """How a product turns out, and the guide that it names; null: none, and its category's."""

    fit = serializers.ChoiceField(choices=list(Fit), allow_null=True)
    size_guide = serializers.UUIDField(allow_null=True)

    @classmethod
    def read(cls, body: Any) -> dict[str, Any]:
        """Return the arguments of `set_fit`."""
        said = read(cls, body)
        guide_id, fit = said["size_guide"], said["fit"]
        return {"guide_id": guide_id, "fit": None if fit is None else Fit(fit)}


class _Guides(APIView):
    """The guides of one house."""

    def house(self, request: Request) -> VendorId | None:
        """Return whose guides these are; None is the marketplace."""
        raise NotImplementedError

    def listed(self, request: Request) -> Response:
        """Answer with a page of guides."""
        page = keyset_page(
            guides_of(self.house(request)),
            order=("-created_at", "-id"),
            cursor=facade.parse_cursor(request.query_params.dict()),
        )
        return Response(page.as_json(request, lambda row: SizeGuideOut(guide_of(row)).data))

    def saved(self, request: Request, guide_id: UUID | None = None) -> Response:
        """Make or replace a guide."""
        house = self.house(request)
        guide = facade.save_size_guide(
            spec=SizeGuideIn.read(request.data),
            vendor_id=house,
            by=me(request),
            guide_id=None if guide_id is None else SizeGuideId(guide_id),
        )
        return Response(SizeGuideOut(guide).data, status=201 if guide_id is None else 200)

    def shown(self, request: Request, guide_id: UUID) -> Response:
        """Answer with one guide."""
        guide = facade.size_guide(guide_id=SizeGuideId(guide_id), vendor_id=self.house(request))
        return Response(SizeGuideOut(guide).data)

    def removed(self, request: Request, guide_id: UUID) -> Response:
        """Remove a guide."""
        facade.remove_size_guide(
            guide_id=SizeGuideId(guide_id), vendor_id=self.house(request), by=me(request)
        )
        return Response(status=204)


class _Own(_Guides):
    def house(self, request: Request) -> VendorId:
        """Return the vendor of who asks."""
        return my_vendor(request)


class _Everybodys(_Guides):
    permission_classes = (MayKeep,)

    def house(self, request: Request) -> None:
        """The marketplace has no vendor."""


CURSOR = OpenApiParameter("cursor", str, description="From `next` or `previous`.")


class OwnSizeGuides(_Own):
    """A house's guides."""

    @extend_schema(
        operation_id="list_own_size_guides", parameters=[CURSOR], responses=SizeGuidePageOut
    )
    def get(self, request: Request) -> Response:
        """List the house's size guides, newest first."""
        return self.listed(request)

    @extend_schema(
        operation_id="create_size_guide", request=SizeGuideIn, responses={201: SizeGuideOut}
    )
    def post(self, request: Request) -> Response:
        """Make a size guide; with a category it counts for all the house's products in it."""
        return self.saved(request)


class OwnSizeGuide(_Own):
    """One of a house's guides."""

    @extend_schema(operation_id="show_own_size_guide", responses=SizeGuideOut)
    def get(self, request: Request, guide_id: UUID) -> Response:
        """Show a guide of the house."""
        return self.shown(request, guide_id)

    @extend_schema(operation_id="replace_size_guide", request=SizeGuideIn, responses=SizeGuideOut)
    def put(self, request: Request, guide_id: UUID) -> Response:
        """Replace what a guide says."""
        return self.saved(request, guide_id)

    @extend_schema(operation_id="remove_size_guide", responses={204: None})
    def delete(self, request: Request, guide_id: UUID) -> Response:
        """Remove a guide; products that named it follow their category again."""
        return self.removed(request, guide_id)


class StaffSizeGuides(_Everybodys):
    """The marketplace's guides."""

    @extend_schema(
        operation_id="staff_list_size_guides", parameters=[CURSOR], responses=SizeGuidePageOut
    )
    def get(self, request: Request) -> Response:
        """List the marketplace's size guides, newest first."""
        return self.listed(request)

    @extend_schema(
        operation_id="staff_create_size_guide", request=SizeGuideIn, responses={201: SizeGuideOut}
    )
    def post(self, request: Request) -> Response:
        """Make a guide for a category: it counts where a house has none of its own."""
        return self.saved(request)


class StaffSizeGuide(_Everybodys):
    """One of the marketplace's guides."""

    @extend_schema(operation_id="staff_show_size_guide", responses=SizeGuideOut)
    def get(self, request: Request, guide_id: UUID) -> Response:
        """Show a guide of the marketplace."""
        return self.shown(request, guide_id)

    @extend_schema(
        operation_id="staff_replace_size_guide", request=SizeGuideIn, responses=SizeGuideOut
    )
    def put(self, request: Request, guide_id: UUID) -> Response:
        """Replace what a guide says."""
        return self.saved(request, guide_id)

    @extend_schema(operation_id="staff_remove_size_guide", responses={204: None})
    def delete(self, request: Request, guide_id: UUID) -> Response:
        """Remove a guide; products that named it follow their category again."""
        return self.removed(request, guide_id)


class OwnFit(APIView):
    """How a product turns out."""

    @extend_schema(operation_id="set_fit", request=FitIn, responses={204: None})
    def put(self, request: Request, product_id: UUID) -> Response:
        """Say whether it runs small, true or large, and which size guide it follows."""
        facade.set_fit(product_id=mine(request, product_id), **FitIn.read(request.data))
        return Response(status=204)


def _numbers(words: list[str | None]) -> tuple[Decimal | None, ...]:
    return tuple(None if word is None else Decimal(word) for word in words)
