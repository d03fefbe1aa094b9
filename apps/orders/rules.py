"""Pure arithmetic of orders: their numbers, and what they cost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from apps.common.errors import InvalidInput
from apps.common.money import Money, total
from apps.delivery.contracts import DeliveryOption
from apps.products.contracts import SellableVariant
from apps.promotions.contracts import Discount
from apps.vendors.contracts import VendorId

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: nothing to misread
HALF_BITS = 20  # 32^8 numbers are 40 bits: two halves
ROUNDS = (0x9E37_79B1, 0x85EB_CA77, 0xC2B2_AE3D, 0x27D4_EB2F)
MAX_CARRIER, MAX_TRACKING_NUMBER = 60, 64
_MISREAD = str.maketrans("ILO", "110")


def scramble(serial: int, *, half_bits: int = HALF_BITS) -> int:
    """Map the integers below 2^(2 * half_bits) onto themselves, each to another one.

    A Feistel network: every round can be undone, whatever it mixes in, so the whole is a bijection.
    The constants must never change: old and new numbers would meet.

    Raises:
        ValueError: the serial is outside of the range.
    """
    if not 0 <= serial < 1 << (2 * half_bits):
        raise ValueError(f"serial out of range: {serial}")
    mask = (1 << half_bits) - 1
    left, right = serial >> half_bits, serial & mask
    for constant in ROUNDS:
        mixed = (right ^ constant) * (constant | 1) & 0xFFFF_FFFF
        left, right = right, left ^ ((mixed ^ mixed >> 15) & mask)
    return left << half_bits | right


def number_of(serial: int) -> str:
    """The number that people read, such as FS-7K3M-9QX2."""
    scrambled = scramble(serial)
    letters = "".join(CROCKFORD[scrambled >> shift & 31] for shift in range(35, -1, -5))
    return f"FS-{letters[:4]}-{letters[4:]}"


def read_number(text: str) -> str:
    """The number as stored, from what a person typed: any case, marks or none, I, L, O as 1, 1, 0.

    Whatever else was typed gives a number that no order has.
    """
    letters = "".join(letter for letter in text.upper().translate(_MISREAD) if letter in CROCKFORD)
    letters = letters.removeprefix("FS") if len(letters) == len("FS7K3M9QX2") else letters
    return f"FS-{letters[:4]}-{letters[4:]}"


def check_parcel(*, carrier: str, tracking_number: str) -> tuple[str, str]:
    """Return who carries a parcel and under which number, without space around them.

    Raises:
        InvalidInput: one is empty, too long, or holds what cannot be seen.
    """
    limits = {"carrier": MAX_CARRIER, "tracking_number": MAX_TRACKING_NUMBER}
    words = {"carrier": carrier.strip(), "tracking_number": tracking_number.strip()}
    errors = {
        name: [f"1 to {limits[name]} visible characters."]
        for name, text in words.items()
        if not text or len(text) > limits[name] or not text.isprintable()
    }
    if errors:
        raise InvalidInput("Some fields are not right.", errors=errors)
    return words["carrier"], words["tracking_number"]


def says_something(text: str) -> bool:
    """Whether a text holds one letter that can be seen; zero-width ones cannot."""
    return any(letter.isprintable() and not letter.isspace() for letter in text)


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """Some units of one variant at today's price, and what coupons take off it."""

    variant: SellableVariant
    quantity: int
    discount_minor: int = 0

    @property
    def total(self) -> Money:
        """Price times quantity, before coupons."""
        return self.variant.unit_price * self.quantity


@dataclass(frozen=True, kw_only=True)
class PricedPart:
    """What one vendor delivers, how, and the fee for it; then what coupons take off.

    `platform_discount_minor` is the share of both discounts for which the platform pays.
    """

    vendor_id: VendorId
    lines: tuple[PricedLine, ...]
    items: Money
    goes_by: DeliveryOption
    delivery_discount_minor: int = 0
    platform_discount_minor: int = 0
    platform_items_discount_minor: int = 0

    @property
    def delivery(self) -> Money:
        """The fee, before coupons."""
        return self.goes_by.fee

    @property
    def discount_minor(self) -> int:
        """What coupons take off the items."""
        return sum(line.discount_minor for line in self.lines)

    @property
    def commission_bp(self) -> int:
        """The platform's share, in basis points."""
        return self.lines[0].variant.commission_bp

    @property
    def commission(self) -> Money:
        """The platform's share of the items at the price that the vendor agreed to.

        A coupon for which the platform pays does not lessen it: the vendor is paid in full.
        """
        own_discount = self.discount_minor - self.platform_items_discount_minor
        base = Money(self.items.minor - own_discount, self.items.currency)
        return base.percent(self.commission_bp)


@dataclass(frozen=True, kw_only=True)
class PricedOrder:
    """A whole order; the parts always add up to the total."""

    parts: tuple[PricedPart, ...]
    items: Money
    delivery: Money
    discounts: tuple[Discount, ...] = ()

    @property
    def discount(self) -> Money:
        """What all coupons take off."""
        return total([one.total for one in self.discounts], self.items.currency)

    @property
    def total(self) -> Money:
        """What the buyer pays."""
        return self.items + self.delivery - self.discount


def items_of(lines: Iterable[PricedLine]) -> dict[VendorId, Money]:
    """What each vendor's lines are worth, vendors in the order of their first line."""
    worth: dict[VendorId, Money] = {}
    for line in lines:
        vendor_id = line.variant.vendor_id
        worth[vendor_id] = worth[vendor_id] + line.total if vendor_id in worth else line.total
    return worth


def price(
    lines: Sequence[PricedLine], *, deliveries: Mapping[VendorId, DeliveryOption]
) -> PricedOrder:
    """Group lines of one currency by vendor, in the order of their first line.

    Args:
        lines: at least one.
        deliveries: how each vendor's part goes, and the fee for it.
    """
    currency = lines[0].variant.unit_price.currency
    parts = tuple(
        PricedPart(
            vendor_id=vendor_id,
            lines=tuple(line for line in lines if line.variant.vendor_id == vendor_id),
            items=items,
            goes_by=deliveries[vendor_id],
        )
        for vendor_id, items in items_of(lines).items()
    )
    return PricedOrder(
        parts=parts,
        items=total([part.items for part in parts], currency),
        delivery=total([part.delivery for part in parts], currency),
    )


def take_off(priced: PricedOrder, discounts: Sequence[Discount]) -> PricedOrder:
    """Share out what coupons take off; each coupon names the lines and deliveries it is for."""
    parts = tuple(_part_less(part, discounts) for part in priced.parts)
    return replace(priced, parts=parts, discounts=tuple(discounts))


def _part_less(part: PricedPart, discounts: Sequence[Discount]) -> PricedPart:
    platform = [one for one in discounts if one.vendor_id is None]
    off_items = sum(_off_line(line, platform) for line in part.lines)
    return replace(
        part,
        lines=tuple(
            replace(line, discount_minor=_off_line(line, discounts)) for line in part.lines
        ),
        delivery_discount_minor=_off_delivery(part, discounts),
        platform_items_discount_minor=off_items,
        platform_discount_minor=off_items + _off_delivery(part, platform),
    )


def _off_line(line: PricedLine, discounts: Iterable[Discount]) -> int:
    shares = (one.lines.get(line.variant.id) for one in discounts)
    return sum(share.minor for share in shares if share)


def _off_delivery(part: PricedPart, discounts: Iterable[Discount]) -> int:
    shares = (one.deliveries.get(part.vendor_id) for one in discounts)
    return sum(share.minor for share in shares if share)
