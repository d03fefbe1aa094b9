"""Vendors over HTTP: the public list, applying, and a vendor's own profile and team."""

from typing import Literal
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.authentication.contracts import UserId
from apps.common.http.drf import read
from apps.common.http.pagination import keyset_page
from apps.common.http.public_reads import PublicReads
from apps.common.http.requester import requester_id
from apps.common.pictures import MAX_BYTES, PictureRefused
from apps.common.public_cache import CATALOGUE, public
from apps.vendors import facade
from apps.vendors.apis.v1.serializers import (
    ApplicationIn,
    MemberIn,
    MemberOut,
    PictureIn,
    ProfileIn,
    ProfileOut,
    VendorListOut,
    VendorOut,
    VendorPageOut,
    flat,
)
from apps.vendors.contracts import VendorId
from apps.vendors.selectors.vendors import open_vendor_row, open_vendor_rows, profile_from, ref_of


@public(CATALOGUE)
class VendorCollection(PublicReads):
    """Every open vendor; applying to become one."""

    @extend_schema(
        operation_id="list_vendors",
        parameters=[OpenApiParameter("cursor", str, description="From `next`.")],
        responses=VendorListOut,
    )
    def get(self, request: Request) -> Response:
        """List open vendors, newest first."""
        cursor = request.query_params.get("cursor")
        page = keyset_page(open_vendor_rows(), order=("-created_at", "-id"), cursor=cursor)
        return Response(page.as_json(request, lambda vendor: VendorOut(ref_of(vendor)).data))

    @extend_schema(
        operation_id="apply_as_vendor", request=ApplicationIn, responses={201: ProfileOut}
    )
    def post(self, request: Request) -> Response:
        """Apply to sell here; staff approve."""
        body = read(ApplicationIn, request.data)
        vendor = facade.open_vendor(owner_id=_me(request), **body)
        return Response(ProfileOut(flat(facade.profile_of(vendor.id))).data, status=201)


@public(CATALOGUE)
class VendorPage(PublicReads):
    """One open vendor."""

    @extend_schema(operation_id="show_vendor", responses=VendorPageOut)
    def get(self, request: Request, slug: str) -> Response:
        """Show one open vendor."""
        return Response(VendorPageOut(flat(profile_from(open_vendor_row(slug)))).data)


class OwnProfile(APIView):
    """The profile of the vendor that the account works for."""

    @extend_schema(operation_id="show_own_vendor_profile", responses=ProfileOut)
    def get(self, request: Request) -> Response:
        """Show the own profile."""
        return Response(ProfileOut(flat(facade.profile_of(_my_vendor(request)))).data)

    @extend_schema(
        operation_id="change_own_vendor_profile", request=ProfileIn, responses=ProfileOut
    )
    def patch(self, request: Request) -> Response:
        """Change the given fields of the own profile."""
        vendor_id = _my_vendor(request)
        body = read(ProfileIn, request.data)
        return Response(ProfileOut(flat(facade.update_profile(vendor_id=vendor_id, **body))).data)


class OwnApplication(APIView):
    """The application of a vendor that was sent back."""

    @extend_schema(operation_id="apply_again_as_vendor", request=None, responses=ProfileOut)
    def post(self, request: Request) -> Response:
        """Ask for approval again."""
        vendor = facade.apply_again(vendor_id=_my_vendor(request), by=_me(request))
        return Response(ProfileOut(flat(facade.profile_of(vendor.id))).data)


class OwnLogo(APIView):
    """The logo of the own vendor."""

    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="set_own_logo", request=PictureIn, responses=ProfileOut)
    def put(self, request: Request) -> Response:
        """Replace the logo; the picture is written anew without its metadata."""
        return _set_picture(request, "logo")


class OwnCover(APIView):
    """The cover of the own vendor."""

    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="set_own_cover", request=PictureIn, responses=ProfileOut)
    def put(self, request: Request) -> Response:
        """Replace the cover; the picture is written anew without its metadata."""
        return _set_picture(request, "cover")


class OwnTeam(APIView):
    """The people of the own vendor."""

    @extend_schema(operation_id="list_own_team", responses=MemberOut(many=True))
    def get(self, request: Request) -> Response:
        """List the team, owners first."""
        return _team(_my_vendor(request))

    @extend_schema(
        operation_id="add_to_own_team", request=MemberIn, responses={201: MemberOut(many=True)}
    )
    def post(self, request: Request) -> Response:
        """Take an account into the team; for owners."""
        vendor_id = _my_vendor(request)
        email = read(MemberIn, request.data)["email"]
        facade.add_member_by_email(vendor_id=vendor_id, email=email, by=_me(request))
        return _team(vendor_id, status=201)


class OwnTeamMember(APIView):
    """One person of the own team."""

    @extend_schema(operation_id="remove_from_own_team", responses={204: None})
    def delete(self, request: Request, user_id: UUID) -> Response:
        """Take an account out of the team; for owners."""
        member, me = UserId(user_id), _me(request)
        facade.remove_member(vendor_id=_my_vendor(request), user_id=member, by=me)
        return Response(status=204)


def _me(request: Request) -> UserId:
    return UserId(requester_id(request))


def _my_vendor(request: Request) -> VendorId:
    return facade.require_vendor(_me(request)).id


def _set_picture(request: Request, kind: Literal["logo", "cover"]) -> Response:
    vendor_id = _my_vendor(request)
    upload = read(PictureIn, request.data)["picture"]
    if upload.size > MAX_BYTES:
        raise PictureRefused("The file is too large.")
    profile = facade.set_picture(vendor_id=vendor_id, kind=kind, content=upload.read())
    return Response(ProfileOut(flat(profile)).data)


def _team(vendor_id: VendorId, status: int = 200) -> Response:
    return Response(MemberOut(facade.members_of(vendor_id), many=True).data, status=status)
