"""Orders of API v1: for staff, nested."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.orders.apis.v1.serializers import FiltersIn, OrderOut, OrderPageOut
from apps.orders.selectors.pages import staff_page
from apps.orders.selectors.views import order_detail


class Orders(APIView):
    """Everybody's orders."""

    permission_classes = (IsAdminUser,)

    @extend_schema(operation_id="orders_list", parameters=[FiltersIn], responses=OrderPageOut)
    def get(self, request: Request) -> Response:
        """List orders, newest first."""
        filters = FiltersIn(data=request.query_params)
        filters.is_valid(raise_exception=True)
        page = staff_page(**filters.validated_data)
        return Response(page.as_json(request, lambda order: OrderOut(order).data))


class OneOrder(APIView):
    """Anybody's order."""

    permission_classes = (IsAdminUser,)

    @extend_schema(operation_id="orders_read", responses=OrderOut)
    def get(self, request: Request, order_id: UUID) -> Response:
        """Show one order with its parts, lines, payment and timeline."""
        return Response(OrderOut(order_detail(order_id=order_id)).data)
