"""The cart as its owner sees it, checked against today's prices and stock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from apps.authentication.contracts import UserId
from apps.cart.contracts import CartGroup, CartId, CartLineView, CartOwner, CartView
from apps.cart.models import CartLine
from apps.cart.rules import notice_about
from apps.cart.selectors.carts import cart_with_lines
from apps.common.db import Plan, plans
from apps.common.money import Money, total
from apps.customers import facade as customers
from apps.delivery import facade as delivery
from apps.delivery.contracts import DeliveryOption, Destination, MethodId
from apps.inventory import facade as inventory
from apps.products import facade as products
from apps.products.contracts import SellableVariant, VariantId
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId, VendorRef


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A line beside what is known of its variant today."""

    row: CartLine
    variant: SellableVariant
    available: int

    @property
    def is_sold(self) -> bool:
        """Whether the shop sells it now, in the currency it counts in."""
        return is_sold(self.variant)

    @property
    def notice(self) -> str | None:
        """What changed since the buyer saw it."""
        return notice_about(
            seen=Money(self.row.seen_price_minor, self.row.currency),
            price=self.variant.unit_price,
            quantity=self.row.quantity,
            available=self.available,
            is_sold=self.is_sold,
        )


def is_sold(variant: SellableVariant) -> bool:
    """Whether the shop sells it now, in the currency it counts in."""
    return variant.is_sellable and variant.unit_price.currency == settings.DEFAULT_CURRENCY


def view_cart(
    owner: CartOwner,
    *,
    destination: Destination | None = None,
    chosen: Mapping[VendorId, MethodId] | None = None,
) -> CartView:
    """Follow `cart_view` on the caller's connection. Raises what it does."""
    return plans.run(cart_view(owner, destination=destination, chosen=chosen))


def cart_view(
    owner: CartOwner,
    *,
    destination: Destination | None = None,
    chosen: Mapping[VendorId, MethodId] | None = None,
) -> Plan[CartView]:
    """Read the owner's cart; empty when there is none. Seven queries, however many lines.

    Args:
        owner: whose.
        destination: where it shall go; without one, to the account's default address.
        chosen: ways of delivery; one that is not offered (any more) counts as not chosen.

    Raises:
        InvalidCartToken: the token is not of our making.
    """
    cart, home = yield from plans.both(
        cart_with_lines(owner), _home_of(None if destination else owner.user_id)
    )
    if cart is None:
        return (yield from _view(None, (), destination, {}))
    checked = yield from _checked(cart.all_lines)
    shops = yield from vendors.refs_by_id({line.variant.vendor_id for line in checked})
    lines = [_line_view(line, shops) for line in checked]
    return (yield from _view(CartId(cart.pk), lines, destination or home, chosen or {}))


def _home_of(user_id: UserId | None) -> Plan[Destination | None]:
    if user_id is None:
        return None
    address = yield from customers.default_address(user_id)
    return None if address is None else Destination(address.country, address.state)


def checked_lines(rows: Iterable[CartLine]) -> list[CheckedLine]:
    """The lines beside their variants and free units."""
    return plans.run(_checked(list(rows)))


def _checked(lines: Sequence[CartLine]) -> Plan[list[CheckedLine]]:
    ids = [VariantId(line.variant_id) for line in lines]
    goods, free = yield from plans.both(products.sellable_variants(ids), inventory.free_units(ids))
    return [CheckedLine(line, goods[pk], free[pk]) for pk, line in zip(ids, lines, strict=True)]


def _line_view(line: CheckedLine, shops: dict[VendorId, VendorRef]) -> CartLineView:
    variant = line.variant
    times = line.row.quantity if line.is_sold else 0
    return CartLineView(
        variant_id=variant.id,
        title=variant.title,
        slug=variant.slug,
        size=variant.size,
        colour=variant.colour,
        image_url=variant.image_url,
        vendor=shops[variant.vendor_id],
        unit_price=variant.unit_price,
        quantity=line.row.quantity,
        line_total=variant.unit_price * times,
        available=line.available,
        notice=line.notice,
    )


def _view(
    cart_id: CartId | None,
    lines: Sequence[CartLineView],
    destination: Destination | None,
    chosen: Mapping[VendorId, MethodId],
) -> Plan[CartView]:
    currency = settings.DEFAULT_CURRENCY
    groups = yield from _groups(lines, currency, destination, chosen)
    items = total([group.items_total for group in groups], currency)
    delivery_total = total([group.delivery for group in groups], currency)
    return CartView(
        id=cart_id,
        lines=tuple(lines),
        by_vendor=groups,
        items_total=items,
        delivery_total=delivery_total,
        total=items + delivery_total,
        notices=tuple(f"{line.title}: {line.notice}" for line in lines if line.notice),
        destination=destination,
    )


def _groups(
    lines: Sequence[CartLineView],
    currency: str,
    destination: Destination | None,
    chosen: Mapping[VendorId, MethodId],
) -> Plan[tuple[CartGroup, ...]]:
    """Vendors in the order in which they came into the cart."""
    parts: dict[VendorId, list[CartLineView]] = {}
    for line in lines:
        parts.setdefault(line.vendor.id, []).append(line)
    worth = {
        vendor_id: total([line.line_total for line in part if line.line_total], currency)
        for vendor_id, part in parts.items()
    }
    options = (yield from delivery.offered(worth, destination)) if worth else {}
    return tuple(
        CartGroup(
            vendor=part[0].vendor,
            lines=tuple(part),
            items_total=worth[vendor_id],
            options=options[vendor_id],
            goes_by=_goes_by(options[vendor_id], chosen.get(vendor_id)),
        )
        for vendor_id, part in parts.items()
    )


def _goes_by(
    options: tuple[DeliveryOption, ...], method_id: MethodId | None
) -> DeliveryOption | None:
    default = next(iter(options), None)
    return next((one for one in options if one.method_id == method_id), default)
