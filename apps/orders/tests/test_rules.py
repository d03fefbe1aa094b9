"""Numbers never collide, and money always adds up."""

from hypothesis import given
from hypothesis import strategies as st

from apps.common.ids import new_id
from apps.common.money import Money, total
from apps.delivery.contracts import DeliveryOption, MethodKind
from apps.orders.rules import (
    CROCKFORD,
    HALF_BITS,
    ROUNDS,
    PricedLine,
    items_of,
    number_of,
    price,
    read_number,
    scramble,
)
from apps.products.contracts import ProductId, SellableVariant, VariantId
from apps.vendors.contracts import VendorId

SERIALS = st.integers(min_value=0, max_value=2**40 - 1)
STORES = [VendorId(new_id()) for _ in range(4)]


def unscramble(number: int) -> int:
    """The rounds of `scramble` undone, last first."""
    mask = (1 << HALF_BITS) - 1
    left, right = number >> HALF_BITS, number & mask
    for constant in reversed(ROUNDS):
        mixed = (left ^ constant) * (constant | 1) & 0xFFFF_FFFF
        left, right = right ^ ((mixed ^ mixed >> 15) & mask), left
    return left << HALF_BITS | right


@given(SERIALS)
def test_every_serial_can_be_read_back_from_its_number(serial: int) -> None:
    letters = number_of(serial).removeprefix("FS-").replace("-", "")
    value = 0
    for letter in letters:
        value = value * 32 + CROCKFORD.index(letter)
    assert unscramble(value) == serial


def test_small_ranges_are_mapped_onto_themselves() -> None:
    for half_bits in (1, 4, 7):
        size = 1 << 2 * half_bits
        assert {scramble(n, half_bits=half_bits) for n in range(size)} == set(range(size))


def test_neighbours_look_nothing_alike() -> None:
    numbers = [number_of(serial) for serial in range(1, 2001)]
    assert len(set(numbers)) == 2000
    assert len({number[3:6] for number in numbers}) > 1500


@given(st.integers().filter(lambda n: not 0 <= n < 2**40))
def test_a_serial_outside_of_the_range_is_refused(serial: int) -> None:
    try:
        scramble(serial)
    except ValueError:
        return
    raise AssertionError("accepted")


@given(SERIALS)
def test_a_number_survives_being_typed(serial: int) -> None:
    number = number_of(serial)
    sloppy = number.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert read_number(sloppy) == read_number(number) == number
    assert read_number(number.removeprefix("FS-")) == number
    assert len(number) == 12


@given(st.text(max_size=60))
def test_whatever_is_typed_can_be_looked_up(text: str) -> None:
    assert set(read_number(text)) <= {*CROCKFORD, "-"}


@st.composite
def lines(draw: st.DrawFn) -> list[PricedLine]:
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from(STORES),
                st.integers(min_value=1, max_value=10**12),
                st.integers(min_value=1, max_value=1000),
            ),
            min_size=1,
            max_size=12,
        )
    )
    return [PricedLine(variant=variant(*of[:2]), quantity=of[2]) for of in drawn]


def variant(store: VendorId, minor: int) -> SellableVariant:
    return SellableVariant(
        id=VariantId(new_id()),
        product_id=ProductId(new_id()),
        vendor_id=store,
        sku="S",
        title="T",
        slug="t",
        size="",
        colour="",
        unit_price=Money(minor, "NGN"),
        image_url=None,
        commission_bp=1000,
        is_sellable=True,
    )


def options(fees: list[int]) -> dict[VendorId, DeliveryOption]:
    return {
        store: DeliveryOption(
            method_id=None,
            vendor_id=store,
            kind=MethodKind.COURIER,
            name="Rider",
            fee=Money(fee, "NGN"),
            min_days=1,
            max_days=2,
        )
        for store, fee in zip(STORES, fees, strict=True)
    }


@given(lines(), st.lists(st.integers(0, 10**9), min_size=len(STORES), max_size=len(STORES)))
def test_the_parts_add_up_to_the_total(bought: list[PricedLine], fees: list[int]) -> None:
    ways = options(fees)
    priced = price(bought, deliveries=ways)
    parts = priced.parts
    assert priced.total == total([part.items + part.delivery for part in parts], "NGN")
    assert priced.items.minor == sum(
        line.variant.unit_price.minor * line.quantity for line in bought
    )
    assert sorted(str(line.variant.id) for part in parts for line in part.lines) == sorted(
        str(line.variant.id) for line in bought
    )
    assert len({part.vendor_id for part in parts}) == len(parts)
    for part in parts:
        assert {line.variant.vendor_id for line in part.lines} == {part.vendor_id}
        assert (part.delivery, part.goes_by) == (
            ways[part.vendor_id].fee,
            ways[part.vendor_id],
        )
    assert {part.vendor_id: part.items for part in parts} == items_of(bought)
