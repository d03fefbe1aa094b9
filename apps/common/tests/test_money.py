"""Money adds up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.common.money import CurrencyMismatch, Money, total

amounts = st.integers(min_value=0, max_value=10**12)
weights = st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=8).filter(any)


@given(minor=amounts, shares=weights)
def test_the_parts_of_a_split_add_up_to_the_whole(minor: int, shares: list[int]) -> None:
    parts = Money(minor, "NGN").split(shares)
    assert total(parts, "NGN") == Money(minor, "NGN")
    assert all(part.minor >= 0 for part in parts)


@given(minor=amounts, shares=weights)
def test_no_part_is_a_whole_unit_away_from_its_share(minor: int, shares: list[int]) -> None:
    for part, share in zip(Money(minor, "NGN").split(shares), shares, strict=True):
        assert abs(part.minor * sum(shares) - minor * share) < sum(shares)


@given(minor=st.integers(min_value=-(10**12), max_value=10**12))
def test_the_json_amount_reads_back_exactly(minor: int) -> None:
    for currency in ("NGN", "JPY", "KWD"):
        money = Money(minor, currency)
        assert Money.of(**money.as_json()) == money


@pytest.mark.parametrize("amount", ["0.001", "1,000", "NaN", "Infinity", "", "abc", "1e400"])
def test_what_is_no_exact_amount_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Money.of(amount, "NGN")


def test_currencies_do_not_mix() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1, "NGN") + Money(1, "USD")


def test_a_float_is_no_money() -> None:
    with pytest.raises(TypeError):
        Money(1.0, "NGN")  # type: ignore[arg-type]


def test_percent_rounds_half_to_even() -> None:
    assert [Money(minor, "NGN").percent(1000).minor for minor in (5, 15, 25, 100)] == [0, 2, 2, 10]


def test_people_read_naira() -> None:
    assert Money(1_250_000, "NGN").text() == "₦12,500.00"
