"""One act for each group of failpoints: what is there before, what is done, and what must come."""

from collections.abc import Callable
from dataclasses import dataclass

from apps.common.ids import new_id
from apps.common.money import Money
from apps.common.outbox.testing import deliver_events
from apps.orders import facade
from apps.orders.models import Order, Refund, Return, VendorPart
from apps.orders.services.pay_order import continue_payment
from apps.orders.services.place_order import place_order
from apps.orders.tests.aftersale import approved, buyer_of, delivered_part, paid_part, vendor_of
from apps.orders.tests.factories import (
    RETURN_URL,
    approve,
    item,
    new_buyer,
    new_variant,
    placed_order,
    wish,
)
from apps.payments import facade as payments
from apps.payments.models import Intent, SandboxCharge
from apps.payments.models import Refund as RefundOfPayment
from apps.promotions.tests.factories import CouponFactory


@dataclass(frozen=True)
class Flow:
    """`act` may be killed and is repeated as its caller would; `check` says what must be true."""

    act: Callable[[], object]
    check: Callable[[], None]


def place() -> Flow:
    """An order with a coupon under one key."""
    gown, coupon = new_variant(stock=3), CouponFactory.create(total_limit=1)
    request = wish(item(gown, 2), buyer=new_buyer(), coupons=(coupon.code,))
    key = new_id().hex

    def check() -> None:
        coupon.refresh_from_db()
        assert (Order.objects.count(), coupon.used) == (1, 1)
        answer = place_order(request, key=key)
        assert answer.order_id == Order.objects.get().id

    return Flow(lambda: place_order(request, key=key), check)


def start() -> Flow:
    """The way to the provider's page."""
    order = placed_order(new_variant(stock=3))

    def check() -> None:
        assert SandboxCharge.objects.count() == 1

    def act() -> object:
        return continue_payment(order_id=order.id, buyer_id=order.buyer_id, return_url=RETURN_URL)

    return Flow(act, check)


def pay() -> Flow:
    """Money that arrived is heard of."""
    order = placed_order(new_variant(stock=3))
    approve(order)

    def act() -> object:
        payments.settle(reference=order.id)
        return deliver_events()

    def check() -> None:
        order.refresh_from_db()
        assert (order.status, Intent.objects.get().status) == ("paid", "succeeded")
        assert order.timeline.filter(to_status="paid", part=None).count() == 1

    return Flow(act, check)


def cancel() -> Flow:
    """An unpaid order is given up."""
    order = placed_order(new_variant(stock=3))

    def check() -> None:
        order.refresh_from_db()
        assert order.status == "cancelled"

    return Flow(lambda: facade.cancel_order(order_id=order.id, buyer_id=order.buyer_id), check)


def call_off() -> Flow:
    """A paid part is given up."""
    part = paid_part(new_variant(stock=3), quantity=2)

    def check() -> None:
        assert VendorPart.objects.get().status == "refunded"
        assert _refunds() == ["succeeded"]

    return Flow(lambda: facade.cancel_units(part_id=part.id, by=buyer_of(part)), check)


def give_back() -> Flow:
    """Money goes back to the buyer by the provider; one order of it, however often it is sent."""
    part = paid_part(new_variant(stock=3))
    refund_id, some = new_id(), Money(1000, "NGN")

    def act() -> object:
        payments.refund(refund_id=refund_id, reference=part.order_id, amount=some, reason="fault")
        return deliver_events()

    def check() -> None:
        assert [str(one.status) for one in RefundOfPayment.objects.all()] == ["succeeded"]
        assert Intent.objects.get().refunded_minor == some.minor

    return Flow(act, check)


def take_back() -> Flow:
    """A parcel with returned goods is opened."""
    gown = new_variant(stock=3)
    part = delivered_part(gown, quantity=2)
    return_id = approved(part, gown)

    def check() -> None:
        assert Return.objects.get().status == "received"
        assert _refunds() == ["succeeded"]

    return Flow(lambda: facade.receive_return(return_id=return_id, by=vendor_of(part)), check)


def _refunds() -> list[str]:
    return [str(one.status) for one in Refund.objects.all()]


FLOWS: dict[str, Callable[[], Flow]] = {
    "orders.place": place,
    "payments.start": start,
    "payments.settle": pay,
    "orders.pay": pay,
    "orders.cancel": cancel,
    "orders.call-off": call_off,
    "payments.refund": give_back,
    "orders.return": take_back,
}
