"""Orders and parts as staff read them: one, and pages of fifty."""

from collections.abc import Mapping
from dataclasses import asdict
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from apps.common.http.pagination import PageOf
from apps.orders.errors import OrderNotFound
from apps.orders.models import Order, OrderDiscount
from apps.orders.selectors.bound_pages import bound_page
from apps.orders.selectors.orders import whole_orders, whole_parts
from apps.orders.selectors.staff_filters import filtered_orders, filtered_parts
from apps.orders.selectors.staff_views import staff_orders, staff_parts
from apps.orders.staff_contracts import OrderFilters, PartFilters, StaffOrder, StaffPart

NEWEST = "-placed_at"
# Each is one walk along one index. Within a status the time decides.
ORDER_ORDERINGS: Mapping[str, tuple[str, ...]] = {
    NEWEST: ("-placed_at", "-id"),
    "placed_at": ("placed_at", "id"),
    "total": ("total_minor", "id"),
    "-total": ("-total_minor", "-id"),
    "status": ("status", "placed_at", "id"),
    "-status": ("-status", "-placed_at", "-id"),
}
PART_ORDERINGS = {name: columns for name, columns in ORDER_ORDERINGS.items() if "total" not in name}


def staff_order(order_id: UUID) -> StaffOrder:
    """Anybody's order, whole; a constant number of statements.

    Raises:
        OrderNotFound: there is none.
    """
    order = _whole(Order.objects.filter(id=order_id)).first()
    if order is None:
        raise OrderNotFound("There is no such order.")
    return staff_orders([order])[0]


def staff_order_page(
    filters: OrderFilters, *, ordering: str = NEWEST, cursor: str | None = None
) -> PageOf[StaffOrder]:
    """A page of everybody's orders, whole; as many statements for fifty as for one.

    Raises:
        CursorUnfit: the cursor was given out for other filters or another ordering.
    """
    page = bound_page(
        _whole(filtered_orders(filters)),
        order=ORDER_ORDERINGS[ordering],
        question=asdict(filters),
        cursor=cursor,
    )
    return PageOf(staff_orders(page.rows), page.next_cursor, page.previous_cursor)


def staff_part_page(
    filters: PartFilters, *, ordering: str = NEWEST, cursor: str | None = None
) -> PageOf[StaffPart]:
    """A page of everybody's parts, whole; as many statements for fifty as for one.

    Raises:
        CursorUnfit: the cursor was given out for other filters or another ordering.
    """
    page = bound_page(
        whole_parts().select_related("order") & filtered_parts(filters),
        order=PART_ORDERINGS[ordering],
        question=asdict(filters),
        cursor=cursor,
    )
    return PageOf(staff_parts(page.rows), page.next_cursor, page.previous_cursor)


def _whole(orders: QuerySet[Order]) -> QuerySet[Order]:
    coupons = Prefetch("discounts", OrderDiscount.objects.order_by("id"))
    return (whole_orders() & orders).select_related("buyer").prefetch_related(coupons)
