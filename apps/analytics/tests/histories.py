"""Random lives of orders, and the same sums as the rollups counted by hand."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from apps.common.days import day_of
from apps.common.errors import DomainError
from apps.common.money import Money
from apps.common.outbox.testing import deliver_events
from apps.orders import facade
from apps.orders.models import Order, OrderLine, VendorPart
from apps.orders.tests.aftersale import again, approved, staff, vendor_of
from apps.orders.tests.factories import paid_order, placed_order, ship
from apps.products.models import Variant

type Row = dict[str, Any]
KINDS = ("pay", "leave", "cancel", "deliver", "return", "goodwill")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.integers(0, 7),  # which variants, part or line
        st.integers(1, 3),  # how many units
        st.sampled_from((0, 1, 9, 25)),  # hours before the next one
    ),
    min_size=4,
    max_size=10,
)


def act(kind: str, which: int, units: int, *, variants: list[Variant], buyers: list[Any]) -> None:
    """Let one thing happen; what the shop refuses did not happen."""
    if kind in {"pay", "leave"}:
        chosen = [one for bit, one in enumerate(variants) if (which + 1) >> bit & 1] or variants[:1]
        make: Any = paid_order if kind == "pay" else placed_order
        make(*chosen, quantity=units, buyer=buyers[which % len(buyers)])
        return
    parts = list(VendorPart.objects.select_related("order").order_by("id"))
    if parts:
        try:
            _AFTER[kind](parts[which % len(parts)], units)
        except DomainError:
            return
    deliver_events()


def _cancel(part: VendorPart, units: int) -> None:
    line = part.lines.order_by("id")[0]
    facade.cancel_units(part_id=part.id, by=vendor_of(part), lines={line.variant_id: units})


def _deliver(part: VendorPart, units: int) -> None:
    ship(part)
    facade.confirm_delivery(part_id=part.id, buyer_id=part.order.buyer_id)


def _return(part: VendorPart, units: int) -> None:
    line = part.lines.order_by("id")[0]
    return_id = approved(again(part), line.variant, units)
    facade.receive_return(return_id=return_id, by=vendor_of(part))


def _goodwill(part: VendorPart, units: int) -> None:
    amount = Money(units * 7_001, part.order.currency)
    facade.refund_part(part_id=part.id, amount=amount, reason="Sorry", by=staff())


_AFTER: dict[str, Callable[[VendorPart, int], None]] = {
    "cancel": _cancel,
    "deliver": _deliver,
    "return": _return,
    "goodwill": _goodwill,
}


class Counted:
    """Sums counted one by one."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = defaultdict(int)
        self.orders: set[Any] = set()
        self.buyers: set[Any] = set()
        self.amounts: list[int] = []

    def add(self, order: Order, **numbers: int) -> None:
        self.orders.add(order.id)
        self.buyers.add(order.buyer_id)
        for name, number in numbers.items():
            self.numbers[name] += number

    def row(self, *, whole: bool) -> Row:
        found = {"orders": len(self.orders), "buyers": len(self.buyers)} | dict(self.numbers)
        if whole:
            found |= {"largest_minor": max(self.amounts), "smallest_minor": min(self.amounts)}
        return found


def by_vendor() -> dict[Any, Row]:
    """What each vendor's days should be."""
    found: dict[Any, Counted] = defaultdict(Counted)
    for part in _paid_parts():
        order = part.order
        counted = found[part.vendor_id, day_of(order.paid_at), order.currency]
        _add_part(counted, part)
        counted.amounts.append(part.paid.minor)
    return {key: counted.row(whole=True) for key, counted in found.items()}


def by_product() -> dict[Any, Row]:
    """What each product's days should be."""
    found: dict[Any, Counted] = defaultdict(Counted)
    for part in _paid_parts():
        order = part.order
        for line in part.lines.select_related("variant"):
            key = (line.variant.product_id, day_of(order.paid_at), order.currency)
            found[key].add(
                order,
                **_units(line),
                gross_minor=line.line_total_minor,
                discounts_minor=line.discount_minor,
                refunds_minor=line.refunded_minor,
            )
    return {key: counted.row(whole=False) for key, counted in found.items()}


def by_day() -> dict[Any, Row]:
    """What the shop's days should be."""
    found: dict[Any, Counted] = defaultdict(Counted)
    newcomers: dict[Any, set[Any]] = defaultdict(set)
    seen: set[Any] = set()
    for part in _paid_parts():
        order = part.order
        key = (day_of(order.paid_at), order.currency)
        if order.id not in found[key].orders:
            found[key].amounts.append(order.total_minor)
        _add_part(found[key], part)
        if order.buyer_id not in seen:
            newcomers[key].add(order.buyer_id)
        seen.add(order.buyer_id)
    return {
        key: counted.row(whole=True) | {"new_buyers": len(newcomers[key])}
        for key, counted in found.items()
    }


def _paid_parts() -> Any:
    parts = VendorPart.objects.select_related("order").filter(order__paid_at__isnull=False)
    return parts.order_by("order__paid_at", "order_id", "position")


def _units(line: OrderLine) -> dict[str, int]:
    return {
        "units": line.quantity,
        "cancelled_units": line.cancelled_quantity,
        "returned_units": line.returned_quantity,
    }


def _add_part(counted: Counted, part: VendorPart) -> None:
    counted.add(
        part.order,
        gross_minor=part.items_minor,
        deliveries_minor=part.delivery_minor,
        discounts_minor=part.discount_minor + part.delivery_discount_minor,
        refunds_minor=part.refunded_minor,
    )
    for line in part.lines.all():
        counted.add(part.order, **_units(line))
