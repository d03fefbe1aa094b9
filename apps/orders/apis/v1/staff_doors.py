"""Who of the staff may do what, and money that is moved once per Idempotency-Key."""

from collections.abc import Callable, Mapping
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.permissions import IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.http.idempotency import Answer, fingerprint, idempotency_key, idempotent
from apps.common.http.requester import requester_id
from apps.orders.contracts import Party

IDEMPOTENCY_KEY = OpenApiParameter(
    name="Idempotency-Key",
    location=OpenApiParameter.HEADER,
    required=True,
    description="A random text of 8 to 200 characters that a retry repeats.",
)


class StaffOf(IsAdminUser):
    """Staff with a permission of the admin's, `needs` by method."""

    needs: Mapping[str, str] = {}

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Ask for the same permission as the admin does."""
        is_staff: bool = super().has_permission(request, view)
        needed = self.needs.get(request.method or "")
        return is_staff and needed is not None and request.user.has_perm(needed)


class MayCancel(StaffOf):
    """Staff who may change parts."""

    needs = {"POST": "orders.change_vendorpart"}


class MayRefund(StaffOf):
    """Staff who may give money back."""

    needs = {"POST": "orders.add_refund"}


class MayAnswerReturns(StaffOf):
    """Staff who see returns, and those who may answer them."""

    needs = {"GET": "orders.view_return", "POST": "orders.change_return"}


class MayDecideDisputes(StaffOf):
    """Staff who see disputes, and those who may decide them."""

    needs = {"GET": "orders.view_dispute", "POST": "orders.change_dispute"}


def staff(request: Request) -> Party:
    """Whoever asks, for the marketplace."""
    return Party.staff(requester_id(request))


def read(serializer: Any, request: Request) -> dict[str, Any]:
    """Return the body's values.

    Raises:
        ValidationError: fields that can be corrected.
    """
    body = serializer(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def once(request: Request, write: Callable[[], dict[str, Any]]) -> Response:
    """Do it once per staff account and key; a repeat gets the first answer.

    Raises:
        KeyMissing, KeyUnusable, KeyReused, StillRunning: see `idempotent`.
    """
    plain = request._request  # noqa: SLF001 -- the fingerprint is taken of what came over the wire
    answer = idempotent(
        owner=requester_id(request),
        key=idempotency_key(plain),
        request_digest=fingerprint(plain),
        write=lambda: Answer(200, write()),
    )
    return Response(answer.body, status=answer.status)
