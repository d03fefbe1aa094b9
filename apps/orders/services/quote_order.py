"""What an order would cost. Nothing is written, held or promised."""

from apps.cart import facade as cart
from apps.customers import facade as customers
from apps.customers.contracts import AddressId
from apps.delivery.contracts import Destination
from apps.orders.contracts import NewLine, OrderRequest
from apps.orders.errors import NothingToOrder
from apps.orders.rules import PricedOrder
from apps.orders.services.choose_lines import lines_of_items
from apps.orders.services.price_lines import less_coupons, priced_lines
from apps.promotions import facade as promotions


def quote_order(request: OrderRequest) -> PricedOrder:
    """Price what a buyer asks for, as placing it now would, whether or not it is in stock.

    Without an address the deliveries cost what each vendor asks where the place is not known.

    Raises:
        NothingToOrder, DuplicateLine, NotForSale: the items cannot be bought.
        AddressNotFound: no such address of the buyer.
        NotDeliveredThere, MethodNotOffered: not from that vendor, or not in that way.
        CouponRefused: a coupon cannot be used, and why.
    """
    lines = lines_of_items(_items(request))
    priced = priced_lines(lines, _place(request), request.delivery)
    return less_coupons(priced, request, use=promotions.quote) if request.coupons else priced


def _items(request: OrderRequest) -> tuple[NewLine, ...]:
    if request.items is not None:
        return request.items
    if request.owner is None:
        raise NothingToOrder("Name items, or fill a cart first.")
    lines = cart.view_cart(request.owner).lines
    return tuple(NewLine(variant_id=line.variant_id, quantity=line.quantity) for line in lines)


def _place(request: OrderRequest) -> Destination | None:
    if request.address_id is not None:
        saved = customers.address_of(
            user_id=request.buyer_id, address_id=AddressId(request.address_id)
        )
        return Destination(country=saved.country, state=saved.state)
    if request.address is not None and request.address.get("state"):
        return Destination(
            country=request.address.get("country", "NG"), state=request.address["state"]
        )
    return None
