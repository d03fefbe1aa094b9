"""Pictures and papers of returns and disputes: in as multipart, out to whom they concern."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.authentication.contracts import UserId
from apps.common.http.drf import read
from apps.common.http.private_picture import private_evidence, private_picture
from apps.common.http.requester import requester_id
from apps.orders import facade
from apps.orders.apis.v1.aftersale_serializers import DisputeOut, EvidenceIn, PhotoIn, PhotoOut
from apps.orders.contracts import Party


def sides_of(request: Request, permission: str) -> list[Party]:
    """On which sides somebody may stand; among the staff's only with the permission."""
    is_staff = request.user.is_staff and request.user.has_perm(permission)
    return facade.sides_of(UserId(requester_id(request)), is_staff=is_staff)


class ReturnPhotos(APIView):
    """Photos of one return."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="add_return_photo",
        request={"multipart/form-data": PhotoIn},
        responses={201: PhotoOut},
    )
    def post(self, request: Request, return_id: UUID) -> Response:
        """Add a photo to your return (JPEG, PNG or WebP, at most 10 MB; at most four)."""
        content = read(PhotoIn, request.data)["file"].read()
        by = Party.buyer(requester_id(request))
        photo_id = facade.add_photo(return_id=return_id, by=by, content=content)
        return Response({"id": str(photo_id)}, status=201)


class OneReturnPhoto(APIView):
    """One photo of a return."""

    @extend_schema(
        operation_id="return_photo_read", responses={(200, "image/webp"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, photo_id: UUID) -> HttpResponse:
        """Show a photo to the buyer, the vendor of the part, or staff."""
        sides = sides_of(request, "orders.view_return")
        return private_picture(facade.return_photo(photo_id, sides))


class Evidence(APIView):
    """What the sides of one dispute say and show."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="add_dispute_picture",
        request={"multipart/form-data": EvidenceIn},
        responses={201: DisputeOut},
    )
    def post(self, request: Request, dispute_id: UUID) -> Response:
        """Say something with a picture or a PDF, for whichever side you are on."""
        body: dict[str, Any] = read(EvidenceIn, request.data)
        by = facade.side_in_dispute(dispute_id, sides_of(request, "orders.change_dispute"))
        upload = body.get("file")
        facade.add_evidence(
            dispute_id=dispute_id,
            by=by,
            text=body["text"],
            file=upload.read() if upload is not None else None,
        )
        return Response(DisputeOut(facade.dispute_for(dispute_id, by)).data, status=201)


class OneEvidence(APIView):
    """One picture of a dispute."""

    @extend_schema(
        operation_id="dispute_picture_read",
        responses={
            (200, "image/webp"): OpenApiTypes.BINARY,
            (200, "application/pdf"): OpenApiTypes.BINARY,
        },
    )
    def get(self, request: Request, evidence_id: UUID) -> HttpResponse:
        """Show a picture to both sides and staff; a PDF comes as a download."""
        sides = sides_of(request, "orders.view_dispute")
        return private_evidence(facade.evidence_file(evidence_id, sides))
