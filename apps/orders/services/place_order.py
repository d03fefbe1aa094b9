"""Turn a cart, or a list of items, into one order that waits for its money."""

from collections.abc import Sequence
from functools import partial

from django.conf import settings

from apps.cart.contracts import CartOwner
from apps.common.failpoints import failpoint
from apps.common.http.idempotency import Answer, idempotent
from apps.common.ids import new_id
from apps.common.outbox import publish
from apps.delivery.contracts import Destination
from apps.inventory import facade as inventory
from apps.inventory.contracts import StockLine
from apps.orders.contracts import NewLine, OrderId, OrderRequest, PlacedOrder
from apps.orders.errors import NothingToOrder
from apps.orders.events import OrderPlaced
from apps.orders.models import Order
from apps.orders.rules import PricedLine
from apps.orders.services.choose_address import choose_address
from apps.orders.services.choose_lines import lines_of_cart, lines_of_items
from apps.orders.services.mark_paid import mark_paid
from apps.orders.services.price_lines import less_coupons, priced_lines
from apps.orders.services.write_order import NewOrder, write_order
from apps.payments import facade as payments
from apps.payments.contracts import IntentId
from apps.promotions import facade as promotions


def place_order(request: OrderRequest, *, key: str, digest: str = "") -> PlacedOrder:
    """Hold the stock, write the order and open its payment; all or nothing, once per key.

    One transaction, no network call. Locks the buyer's key, the cart, the coupons, then stock rows
    in id order. A repeat of the key answers its first order. What costs nothing is paid at once.

    Args:
        request: what is wanted, by whom, to where.
        key: the buyer's own name for this wish, 1 to 200 characters.
        digest: what a repeat must have in common with the first call (see `fingerprint`).

    Raises:
        NothingToOrder, DuplicateLine, NotForSale: the items cannot be bought.
        CartEmpty, CartChanged: the cart cannot.
        AddressMissing, AddressNotFound, InvalidAddress: it cannot be sent.
        NotDeliveredThere, MethodNotOffered: not from that vendor, or not in that way.
        CouponRefused: a coupon cannot be used, and why.
        OutOfStock: a line asks for more than is free. Nothing is kept.
        PaymentsUnavailable: the shop takes no payments now.
        KeyReused, StillRunning: see `idempotent`.
    """

    def write() -> Answer:
        return Answer(201, _place(request, key).as_json())

    answer = idempotent(owner=request.buyer_id, key=key, request_digest=digest, write=write)
    failpoint("orders.place.after-commit")
    return PlacedOrder.from_json(answer.body)


def _place(request: OrderRequest, key: str) -> PlacedOrder:
    order_id = OrderId(new_id())
    goes_to = choose_address(
        user_id=request.buyer_id, address_id=request.address_id, address=request.address
    )
    lines = _chosen(request.owner, request.items)
    stock = [StockLine(line.variant.id, line.quantity) for line in lines]
    inventory.check_free(stock)
    failpoint("orders.place.after-lines")
    place = Destination(country=goes_to.country, state=goes_to.state)
    priced = priced_lines(lines, place, request.delivery)
    if request.coupons:
        redeem = partial(promotions.redeem, reference=order_id)
        priced = less_coupons(priced, request, use=redeem)
    new = NewOrder(
        id=order_id, buyer_id=request.buyer_id, key=key, address=goes_to, note=request.note
    )
    failpoint("orders.place.after-coupons")
    order = write_order(new, priced)
    failpoint("orders.place.after-write")
    intent_id = _open_payment(order, payer_email=request.payer_email)
    failpoint("orders.place.after-intent")
    _hold(order, stock)
    failpoint("orders.place.before-commit")
    return PlacedOrder(
        order_id=order_id, number=order.number, intent_id=intent_id, total=order.total
    )


def _chosen(owner: CartOwner | None, items: Sequence[NewLine] | None) -> list[PricedLine]:
    if items is not None:
        return lines_of_items(items)
    if owner is None:
        raise NothingToOrder("Name items, or fill a cart first.")
    return lines_of_cart(owner)


def _open_payment(order: Order, *, payer_email: str) -> IntentId | None:
    """Announce the order and what is to be paid for it; None where nothing is."""
    publish(OrderPlaced(order_id=order.id, buyer_id=order.buyer_id, total=order.total))
    if not order.total:
        return None
    return payments.open_intent(reference=order.id, amount=order.total, payer_email=payer_email).id


def _hold(order: Order, stock: Sequence[StockLine]) -> None:
    """Last of all: whoever wants the same goods waits from here to the commit."""
    inventory.reserve(lines=stock, reference=order.id, minutes=settings.HOLD_MINUTES)
    failpoint("orders.place.after-reserve")
    if not order.total:
        mark_paid(order_id=order.id, paid=order.total)
