"""Coupons of API v1: for staff, with the permissions that the admin asks for."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.authentication.contracts import UserId
from apps.common import clock
from apps.common.http.drf import read
from apps.common.http.pagination import keyset_page
from apps.common.http.requester import requester_id
from apps.common.http.staff import staff_may, staff_may_edit
from apps.promotions import facade
from apps.promotions.apis.shapes import changes_of, new_terms, shown
from apps.promotions.apis.v1.serializers import (
    CouponIn,
    CouponOut,
    CouponPageOut,
    FiltersIn,
    RedemptionOut,
    RedemptionPageOut,
    TermsIn,
    UsesIn,
)
from apps.promotions.contracts import Coupon, CouponId
from apps.promotions.rules import canonical
from apps.promotions.selectors.coupons import coupon, coupon_of, filtered, redemptions_of, rows
from apps.promotions.states import Funder

MayCoupons = staff_may_edit("promotions", "coupon")


class Coupons(APIView):
    """Everybody's coupons."""

    permission_classes = (MayCoupons,)

    @extend_schema(operation_id="coupons_list", parameters=[FiltersIn], responses=CouponPageOut)
    def get(self, request: Request) -> Response:
        """List coupons, newest first. `code` in any case and with any spaces."""
        wanted = read(FiltersIn, request.query_params)
        cursor = wanted.pop("cursor", None)
        if "code" in wanted:
            wanted["code"] = canonical(wanted["code"]) or ""
        found = filtered(rows(), now=clock.now(), **wanted)
        page = keyset_page(found, order=("-created_at", "-id"), cursor=cursor)
        return Response(page.as_json(request, lambda row: CouponOut(shown(coupon_of(row))).data))

    @extend_schema(operation_id="coupons_create", request=CouponIn, responses={201: CouponOut})
    def post(self, request: Request) -> Response:
        """Make a coupon; without a funder the platform pays for it."""
        body = read(CouponIn, request.data)
        funder, vendor_id = Funder(body.pop("funder")), body.pop("vendor_id")
        terms = new_terms(body, funder=funder, vendor_id=vendor_id)
        return _shown(facade.create_coupon(terms, actor_id=_actor(request)), 201)


class OneCoupon(APIView):
    """One coupon, whoever pays for it."""

    permission_classes = (MayCoupons,)

    @extend_schema(operation_id="coupons_read", responses=CouponOut)
    def get(self, request: Request, coupon_id: UUID) -> Response:
        """Show a coupon."""
        return _shown(coupon(CouponId(coupon_id)))

    @extend_schema(operation_id="coupons_change", request=TermsIn, responses=CouponOut)
    def patch(self, request: Request, coupon_id: UUID) -> Response:
        """Change what is sent; `is_active: false` ends it."""
        changes = changes_of(read(TermsIn, request.data))
        return _shown(facade.change_coupon(CouponId(coupon_id), changes, actor_id=_actor(request)))

    @extend_schema(operation_id="coupons_remove", responses={204: None})
    def delete(self, request: Request, coupon_id: UUID) -> Response:
        """Remove a coupon that no order ever used; a used one can only be ended."""
        facade.remove_coupon(CouponId(coupon_id), actor_id=_actor(request))
        return Response(status=204)


class Redemptions(APIView):
    """The uses of one coupon."""

    permission_classes = (staff_may(GET="promotions.view_redemption"),)

    @extend_schema(
        operation_id="coupons_redemptions", parameters=[UsesIn], responses=RedemptionPageOut
    )
    def get(self, request: Request, coupon_id: UUID) -> Response:
        """List who used it for which order, newest first."""
        wanted = read(UsesIn, request.query_params)
        cursor = wanted.pop("cursor", None)
        uses = redemptions_of(coupon(CouponId(coupon_id)).id).filter(**wanted)
        page = keyset_page(uses, order=("-id",), cursor=cursor)
        return Response(page.as_json(request, lambda row: RedemptionOut(row).data))


def _shown(found: Coupon, status: int = 200) -> Response:
    return Response(CouponOut(shown(found)).data, status=status)


def _actor(request: Request) -> UserId:
    return UserId(requester_id(request))
