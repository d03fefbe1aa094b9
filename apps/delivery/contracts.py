"""What neighbours may hold of delivery."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType, TypedDict
from uuid import UUID

from apps.common.money import Money
from apps.vendors.contracts import VendorId

ZoneId = NewType("ZoneId", UUID)
MethodId = NewType("MethodId", UUID)


class MethodKind(StrEnum):
    """A courier brings it, or the buyer fetches it."""

    COURIER = "courier"
    PICKUP = "pickup"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where something goes; `country` as ISO 3166-1 alpha-2, `state` as in our reference."""

    country: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryOption:
    """One way in which one vendor's part can reach the buyer, priced for what is in it.

    `method_id` is None for the shop's flat rule; days are counted from the payment.
    """

    method_id: MethodId | None
    vendor_id: VendorId
    kind: MethodKind
    name: str
    fee: Money
    min_days: int
    max_days: int
    pickup_address: str = ""

    @property
    def days(self) -> str:
        """The expected days for a person, e.g. `2 to 4 days`."""
        return days_text(self.min_days, self.max_days)


@dataclass(frozen=True, slots=True)
class DeliveryTerms:
    """What delivery by one vendor costs at least, and from which worth on some of it is free."""

    fee: Money
    free_from: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneView:
    """A named set of places; without states the whole of its countries.

    `vendor_id` is None for the shop's.
    """

    id: ZoneId
    vendor_id: VendorId | None
    name: str
    countries: tuple[str, ...]
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """A way of delivery as its owner set it. No vendor: the shop's; no zone: everywhere."""

    id: MethodId
    vendor_id: VendorId | None
    zone: ZoneView | None
    kind: MethodKind
    name: str
    fee: Money
    free_from: Money | None
    min_days: int
    max_days: int
    pickup_address: str
    is_active: bool
    position: int

    @property
    def days(self) -> str:
        """The expected days for a person."""
        return days_text(self.min_days, self.max_days)


class ZoneFields(TypedDict, total=False):
    """What may be said of a zone; a missing field stays."""

    name: str
    countries: list[str]
    states: list[str]


class MethodFields(TypedDict, total=False):
    """What may be said of a method; a missing field stays."""

    zone_id: UUID | None
    kind: str
    name: str
    fee: Money
    free_from: Money | None
    min_days: int
    max_days: int
    pickup_address: str
    is_active: bool
    position: int


def days_text(least: int, most: int) -> str:
    """Return a range of days for a person: `the same day`, `up to 1 day`, `2 to 4 days`."""
    if most == 0:
        return "the same day"
    if least == most:
        return "1 day" if most == 1 else f"{most} days"
    if least == 0:
        return "up to 1 day" if most == 1 else f"up to {most} days"
    return f"{least} to {most} days"
