"""Money: whole minor units and a currency. No float comes near it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Self

from babel.numbers import format_currency

# ISO 4217 exponents that differ from 2.
_NO_DECIMALS = ("JPY", "KRW", "RWF", "UGX", "XAF", "XOF")
_THREE_DECIMALS = ("BHD", "JOD", "KWD", "OMR", "TND")
_LARGEST = 2**63 - 1  # what a BIGINT column holds
_BASIS_POINTS = 10_000


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met."""


def exponent(currency: str) -> int:
    """Return how many decimal places the currency's minor unit has."""
    if currency in _NO_DECIMALS:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units (kobo, cents) of one currency.

    Attributes:
        minor: whole minor units; may be negative.
        currency: ISO 4217 code in capitals.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"minor units are whole numbers, not {type(self.minor).__name__}")
        if len(self.currency) != 3 or not self.currency.isascii() or not self.currency.isupper():  # noqa: PLR2004 -- ISO 4217
            raise ValueError(f"not a currency code: {self.currency!r}")

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Return nothing, in that currency."""
        return cls(0, currency)

    @classmethod
    def of(cls, amount: str | Decimal, currency: str) -> Self:
        """Read a decimal amount exactly.

        Raises:
            ValueError: not a finite number, or finer than the minor unit.
        """
        try:
            scaled = Decimal(amount).scaleb(exponent(currency))
            if scaled != scaled.to_integral_value():
                raise ValueError(f"{amount} is finer than one minor unit of {currency}")
            if abs(scaled) > _LARGEST:
                raise ValueError(f"{amount} is more than can be stored")
            return cls(int(scaled), currency)
        except (InvalidOperation, OverflowError) as error:
            raise ValueError(f"not an amount: {amount!r}") from error

    @property
    def amount(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __add__(self, other: Self) -> Self:
        self._same_currency(other)
        return type(self)(self.minor + other.minor, self.currency)

    def __sub__(self, other: Self) -> Self:
        self._same_currency(other)
        return type(self)(self.minor - other.minor, self.currency)

    def __mul__(self, times: int) -> Self:
        return type(self)(self.minor * times, self.currency)

    def __neg__(self) -> Self:
        return type(self)(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Self) -> bool:
        self._same_currency(other)
        return self.minor < other.minor

    def __le__(self, other: Self) -> bool:
        self._same_currency(other)
        return self.minor <= other.minor

    def percent(self, basis_points: int) -> Self:
        """Return that share (10,000 basis points are the whole), rounded half-even."""
        share = Decimal(self.minor) * basis_points / _BASIS_POINTS
        return type(self)(int(share.to_integral_value(ROUND_HALF_EVEN)), self.currency)

    def split(self, weights: Sequence[int]) -> list[Self]:
        """Split by whole weights so that the parts always add up.

        Largest remainder method: each part is rounded down, the units left go one by one to the
        parts that lost most, the earlier part first where they lost the same.

        Raises:
            ValueError: no weights, a negative one, or all zero.
        """
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise ValueError("weights must be whole, not negative, and not all zero")
        shares = [divmod(self.minor * weight, total) for weight in weights]
        left = self.minor - sum(floor for floor, _ in shares)
        by_loss = sorted(range(len(shares)), key=lambda index: (-shares[index][1], index))
        lucky = set(by_loss[:left])
        return [
            type(self)(floor + (index in lucky), self.currency)
            for index, (floor, _) in enumerate(shares)
        ]

    def as_json(self) -> dict[str, str]:
        """Return the shape both APIs use, the amount as a decimal text."""
        return {"amount": f"{self.amount:f}", "currency": self.currency}

    def text(self) -> str:
        """Return the amount as people in Nigeria write it, e.g. `₦12,500.00`."""
        return format_currency(self.amount, self.currency, locale="en_NG")

    def _same_currency(self, other: Self) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} do not mix")


def total(amounts: Sequence[Money], currency: str) -> Money:
    """Add amounts up; an empty sequence is zero of the currency."""
    return sum(amounts, start=Money.zero(currency))
