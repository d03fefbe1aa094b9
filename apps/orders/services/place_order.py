"""Turn a cart, or a list of items, into one order that waits for its money."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from apps.authentication import facade as authentication
from apps.authentication.contracts import UserId
from apps.cart import facade as cart
from apps.cart.contracts import CartOwner
from apps.common.ids import new_id
from apps.common.outbox import publish
from apps.customers.contracts import AddressFields
from apps.inventory import facade as inventory
from apps.inventory.contracts import StockLine
from apps.orders.contracts import NewLine, OrderId, PlacedOrder
from apps.orders.errors import NothingToOrder
from apps.orders.events import OrderPlaced
from apps.orders.models import Order
from apps.orders.rules import PricedLine, price
from apps.orders.selectors.placed import placed_by_key
from apps.orders.services.choose_address import choose_address
from apps.orders.services.choose_lines import lines_of_cart, lines_of_items
from apps.orders.services.write_order import NewOrder, write_order
from apps.payments import facade as payments


@transaction.atomic
def place_order(
    *,
    buyer_id: UserId,
    key: str,
    owner: CartOwner | None = None,
    items: Sequence[NewLine] | None = None,
    address_id: UUID | None = None,
    address: AddressFields | None = None,
    note: str = "",
) -> PlacedOrder:
    """Hold the stock, write the order and open its payment; all or nothing, once per key.

    Takes `items` where given, else empties the cart of `owner`; sends it to a saved address or to
    a new one. Locks the buyer's key, the cart, then stock rows in id order; makes no network call.
    A known key answers its first order, whatever else is asked.

    Raises:
        NothingToOrder, DuplicateLine, NotForSale: the items cannot be bought.
        CartEmpty, CartChanged: the cart cannot.
        AddressMissing, AddressNotFound, InvalidAddress: it cannot be sent.
        OutOfStock: a line asks for more than is free. Nothing is kept.
        PaymentsUnavailable: the shop takes no payments now.
    """
    _lock_key(buyer_id=buyer_id, key=key)
    if known := placed_by_key(buyer_id=buyer_id, key=key):
        return known
    order_id = OrderId(new_id())
    goes_to = choose_address(user_id=buyer_id, address_id=address_id, address=address)
    lines = _chosen(owner, items)
    priced = price(lines, delivery_fee=cart.delivery_fee)
    _hold_stock(lines, reference=order_id)
    new = NewOrder(id=order_id, buyer_id=buyer_id, key=key, address=goes_to, note=note)
    return _open_payment(write_order(new, priced))


def _lock_key(*, buyer_id: UserId, key: str) -> None:
    """Let a second call with the key wait for the first one's commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"order:{buyer_id}:{key}"]
        )


def _chosen(owner: CartOwner | None, items: Sequence[NewLine] | None) -> list[PricedLine]:
    if items is not None:
        return lines_of_items(items)
    if owner is None:
        raise NothingToOrder("Name items, or fill a cart first.")
    return lines_of_cart(owner)


def _hold_stock(lines: Sequence[PricedLine], *, reference: UUID) -> None:
    stock = [StockLine(line.variant.id, line.quantity) for line in lines]
    inventory.reserve(lines=stock, reference=reference, minutes=settings.HOLD_MINUTES)


def _open_payment(order: Order) -> PlacedOrder:
    email = authentication.contact_of(UserId(order.buyer_id)).email
    intent = payments.open_intent(reference=order.id, amount=order.total, payer_email=email)
    publish(OrderPlaced(order_id=order.id, buyer_id=order.buyer_id, total=order.total))
    return PlacedOrder(
        order_id=OrderId(order.id), number=order.number, intent_id=intent.id, total=order.total
    )
