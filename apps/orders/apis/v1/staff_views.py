"""What staff do after the sale: call off, refund, answer returns, decide disputes."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.db import plans
from apps.common.http.drf import IDEMPOTENCY_KEY, read
from apps.orders import facade
from apps.orders.apis.v1.aftersale_serializers import (
    AnswerIn,
    CancelIn,
    DecideIn,
    DisputeFiltersIn,
    DisputeOut,
    DisputePageOut,
    ReceiveIn,
    RefundIn,
    ReturnFiltersIn,
    ReturnOut,
    ReturnPageOut,
    SettledIn,
    ShipmentIn,
    units_of,
)
from apps.orders.apis.v1.serializers import OrderOut
from apps.orders.apis.v1.staff_doors import (
    MayAnswerReturns,
    MayCancel,
    MayDecideDisputes,
    MayRefund,
    once,
    staff,
)
from apps.orders.selectors.views import order_detail
from apps.orders.states import ShipmentStatus, Side


def _order(order_id: UUID) -> dict[str, Any]:
    return dict(OrderOut(plans.run(order_detail(order_id=order_id))).data)


class PartCancellation(APIView):
    """Units that are called off."""

    permission_classes = (MayCancel,)

    @extend_schema(
        operation_id="staff_cancel_part",
        request=CancelIn,
        responses=OrderOut,
        parameters=[IDEMPOTENCY_KEY],
    )
    def post(self, request: Request, part_id: UUID) -> Response:
        """Call units of a paid part off; their money goes back."""
        body = read(CancelIn, request.data)

        def write() -> dict[str, Any]:
            return _order(
                facade.cancel_units(
                    part_id=part_id,
                    by=staff(request),
                    lines=units_of(body["lines"]),
                    reason=body["reason"],
                )
            )

        return once(request, write)


class PartRefund(APIView):
    """Money that goes back out of goodwill."""

    permission_classes = (MayRefund,)

    @extend_schema(
        operation_id="staff_refund_part",
        request=RefundIn,
        responses=OrderOut,
        parameters=[IDEMPOTENCY_KEY],
    )
    def post(self, request: Request, part_id: UUID) -> Response:
        """Give some of a part's money back."""
        body = read(RefundIn, request.data)

        def write() -> dict[str, Any]:
            facade.refund_part(part_id=part_id, by=staff(request), **body)
            return _order(facade.order_of_part(part_id))

        return once(request, write)


class RefundSettled(APIView):
    """A refused refund that was paid by another way."""

    permission_classes = (MayRefund,)

    @extend_schema(
        operation_id="staff_settle_refund",
        request=SettledIn,
        responses=OrderOut,
        parameters=[IDEMPOTENCY_KEY],
    )
    def post(self, request: Request, refund_id: UUID) -> Response:
        """Say that a refused refund was paid by another way."""
        body = read(SettledIn, request.data)

        def write() -> dict[str, Any]:
            return _order(facade.settle_by_hand(refund_id=refund_id, by=staff(request), **body))

        return once(request, write)


class PartShipment(APIView):
    """The parcel of a part."""

    permission_classes = (MayCancel,)

    @extend_schema(operation_id="staff_move_shipment", request=ShipmentIn, responses=OrderOut)
    def post(self, request: Request, part_id: UUID) -> Response:
        """Say where the parcel is. A lost one is paid back at once."""
        status = ShipmentStatus(read(ShipmentIn, request.data)["status"])
        facade.move_shipment(part_id=part_id, by=staff(request), status=status)
        return Response(_order(facade.order_of_part(part_id)))


class Returns(APIView):
    """Everybody's returns."""

    permission_classes = (MayAnswerReturns,)

    @extend_schema(
        operation_id="staff_returns_list", parameters=[ReturnFiltersIn], responses=ReturnPageOut
    )
    def get(self, request: Request) -> Response:
        """List returns, newest first."""
        filters = read(ReturnFiltersIn, request.query_params)
        page = facade.return_page(staff(request), **filters)
        return Response(page.as_json(request, lambda found: ReturnOut(found).data))


class ReturnApproval(APIView):
    """Agree to a return for its vendor."""

    permission_classes = (MayAnswerReturns,)

    @extend_schema(operation_id="staff_approve_return", request=AnswerIn, responses=ReturnOut)
    def post(self, request: Request, return_id: UUID) -> Response:
        """Agree to a return for its vendor."""
        by = staff(request)
        facade.approve_return(return_id=return_id, by=by, **read(AnswerIn, request.data))
        return Response(ReturnOut(facade.return_for(return_id, by)).data)


class ReturnRefusal(APIView):
    """Refuse a return for its vendor, and say why."""

    permission_classes = (MayAnswerReturns,)

    @extend_schema(operation_id="staff_refuse_return", request=AnswerIn, responses=ReturnOut)
    def post(self, request: Request, return_id: UUID) -> Response:
        """Refuse a return for its vendor, and say why."""
        by = staff(request)
        facade.refuse_return(return_id=return_id, by=by, **read(AnswerIn, request.data))
        return Response(ReturnOut(facade.return_for(return_id, by)).data)


class ReturnWithdrawal(APIView):
    """Take a return back for its buyer."""

    permission_classes = (MayAnswerReturns,)

    @extend_schema(operation_id="staff_withdraw_return", request=None, responses=ReturnOut)
    def post(self, request: Request, return_id: UUID) -> Response:
        """Take a return back for its buyer."""
        by = staff(request)
        facade.withdraw_return(return_id=return_id, by=by)
        return Response(ReturnOut(facade.return_for(return_id, by)).data)


class ReturnReceipt(APIView):
    """Goods of a return that are back."""

    permission_classes = (MayAnswerReturns,)

    @extend_schema(
        operation_id="staff_receive_return",
        request=ReceiveIn,
        responses=ReturnOut,
        parameters=[IDEMPOTENCY_KEY],
    )
    def post(self, request: Request, return_id: UUID) -> Response:
        """Say for the vendor that the goods are back; the buyer is refunded."""
        shelved = units_of(read(ReceiveIn, request.data)["restocked"])

        def write() -> dict[str, Any]:
            by = staff(request)
            facade.receive_return(return_id=return_id, by=by, restocked=shelved)
            return dict(ReturnOut(facade.return_for(return_id, by)).data)

        return once(request, write)


class Disputes(APIView):
    """Everybody's disputes."""

    permission_classes = (MayDecideDisputes,)

    @extend_schema(
        operation_id="staff_disputes_list", parameters=[DisputeFiltersIn], responses=DisputePageOut
    )
    def get(self, request: Request) -> Response:
        """List disputes, newest first."""
        filters = read(DisputeFiltersIn, request.query_params)
        page = facade.dispute_page(staff(request), **filters)
        return Response(page.as_json(request, lambda found: DisputeOut(found).data))


class OneDispute(APIView):
    """Anybody's dispute."""

    permission_classes = (MayDecideDisputes,)

    @extend_schema(operation_id="staff_dispute_read", responses=DisputeOut)
    def get(self, request: Request, dispute_id: UUID) -> Response:
        """Show one dispute with what was said."""
        return Response(DisputeOut(facade.dispute_for(dispute_id, staff(request))).data)


class DisputeDecision(APIView):
    """The end of a dispute."""

    permission_classes = (MayDecideDisputes,)

    @extend_schema(
        operation_id="staff_decide_dispute",
        request=DecideIn,
        responses=DisputeOut,
        parameters=[IDEMPOTENCY_KEY],
    )
    def post(self, request: Request, dispute_id: UUID) -> Response:
        """Decide for the buyer with an amount, or for the vendor."""
        body = read(DecideIn, request.data)
        winner, amount, decision = body["winner"], body["amount"], body["decision"]

        def write() -> dict[str, Any]:
            by = staff(request)
            if winner == Side.BUYER:
                facade.decide_for_buyer(
                    dispute_id=dispute_id, by=by, amount=amount, decision=decision
                )
            else:
                facade.decide_for_vendor(dispute_id=dispute_id, by=by, decision=decision)
            return dict(DisputeOut(facade.dispute_for(dispute_id, by)).data)

        return once(request, write)
