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


class MayViewOrders(IsAdminUser):
    """Staff to whom the admin shows orders."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Ask for the same permission as the admin does."""
        is_staff: bool = super().has_permission(request, view)
        return is_staff and request.user.has_perm("orders.view_order")


class Orders(APIView):
    """Everybody's orders."""

    permission_classes = (MayViewOrders,)

    @extend_schema(operation_id="orders_list", parameters=[FiltersIn], responses=OrderPageOut)
    def get(self, request: Request) -> Response:
        """List orders, newest first."""
        filters = FiltersIn(data=request.query_params)
        filters.is_valid(raise_exception=True)
        page = staff_page(**filters.validated_data)
        return Response(page.as_json(request, lambda order: OrderOut(order).data))


class OneOrder(APIView):
    """Anybody's order."""

    permission_classes = (MayViewOrders,)

    @extend_schema(operation_id="orders_read", responses=OrderOut)
    def get(self, request: Request, order_id: UUID) -> Response:
        """Show one order with its parts, lines, payment and timeline."""
        return Response(OrderOut(order_detail(order_id=order_id)).data)
