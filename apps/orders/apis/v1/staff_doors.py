"""Who of the staff may do what, and money that is moved once per Idempotency-Key."""

from collections.abc import Callable
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from apps.common.http.idempotency import Answer, fingerprint, idempotency_key, idempotent
from apps.common.http.requester import requester_id
from apps.common.http.staff import staff_may
from apps.orders.contracts import Party

MayCancel = staff_may(POST="orders.change_vendorpart")
MayRefund = staff_may(POST="orders.add_refund")
MayAnswerReturns = staff_may(GET="orders.view_return", POST="orders.change_return")
MayDecideDisputes = staff_may(GET="orders.view_dispute", POST="orders.change_dispute")


def staff(request: Request) -> Party:
    """Whoever asks, for the marketplace."""
    return Party.staff(requester_id(request))


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
