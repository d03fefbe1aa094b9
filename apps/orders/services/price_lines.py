"""What lines cost: by today's prices, each vendor's delivery, and coupons."""

from collections.abc import Callable, Mapping, Sequence

from apps.delivery import facade as delivery
from apps.delivery.contracts import Destination, MethodId
from apps.orders.contracts import OrderRequest
from apps.orders.rules import PricedLine, PricedOrder, items_of, price, take_off
from apps.orders.selectors.orders import is_first_order
from apps.promotions import facade as promotions
from apps.promotions.contracts import Discount
from apps.vendors.contracts import VendorId


def priced_lines(
    lines: Sequence[PricedLine],
    place: Destination | None,
    chosen: Mapping[VendorId, MethodId | None],
) -> PricedOrder:
    """Price lines and each vendor's delivery to a place (None while it is not known).

    Raises:
        NotDeliveredThere, MethodNotOffered: not from that vendor, or not in that way.
    """
    options = delivery.options_for(items_of(lines), place)
    return price(lines, deliveries=delivery.choose(options, chosen))


def less_coupons(
    priced: PricedOrder, request: OrderRequest, *, use: Callable[..., tuple[Discount, ...]]
) -> PricedOrder:
    """Take the request's coupons off; `use` is `promotions.redeem` or `promotions.quote`.

    Raises:
        CouponRefused: one cannot be used, and why.
    """
    lines = [(line.variant, line.total) for part in priced.parts for line in part.lines]
    deliveries = {part.vendor_id: part.delivery for part in priced.parts}
    discounts = use(
        request.coupons,
        basket=promotions.basket_of(lines, deliveries=deliveries),
        buyer_id=request.buyer_id,
        is_first_order=is_first_order(request.buyer_id),
    )
    return take_off(priced, discounts)
