"""Pictures of returns and disputes: in as multipart, out only to those whom they concern."""

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
from apps.common.http.requester import requester_id
from apps.orders import facade
from apps.orders.apis.v1.aftersale_serializers import DisputeOut, EvidenceIn, PhotoIn, PhotoOut
from apps.orders.apis.v1.staff_doors import read
from apps.orders.contracts import Party
from apps.vendors import facade as vendors


def parties_of(request: Request) -> list[Party]:
    """On which sides somebody may stand: buyer, a store's, staff with the permission."""
    user_id = requester_id(request)
    parties = [Party.buyer(user_id)]
    if (store := vendors.vendor_of(UserId(user_id))) is not None:
        parties.append(Party.vendor(user_id, vendor_id=store.id))
    if request.user.is_staff and request.user.has_perm("orders.view_dispute"):
        parties.append(Party.staff(user_id))
    return parties


def picture_answer(content: bytes) -> HttpResponse:
    """A picture that no cache on the way may keep."""
    answer = HttpResponse(content, content_type="image/webp")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = "inline; filename=picture.webp"
    return answer


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
        content = read(PhotoIn, request)["file"].read()
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
        return picture_answer(facade.return_photo(photo_id, parties_of(request)))


class Evidence(APIView):
    """What the sides of one dispute say and show."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="add_dispute_picture",
        request={"multipart/form-data": EvidenceIn},
        responses={201: DisputeOut},
    )
    def post(self, request: Request, dispute_id: UUID) -> Response:
        """Say something with a picture, for whichever side you are on."""
        body: dict[str, Any] = read(EvidenceIn, request)
        by = facade.side_in_dispute(dispute_id, parties_of(request))
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
        operation_id="dispute_picture_read", responses={(200, "image/webp"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, evidence_id: UUID) -> HttpResponse:
        """Show a picture to both sides and staff."""
        return picture_answer(facade.evidence_file(evidence_id, parties_of(request)))
