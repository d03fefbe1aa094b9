"""Bodies in and out of a vendor's delivery endpoints."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import BaseModel, Field, StrictBool, StrictInt

from apps.common.http.money_schema import MoneyFields, MoneyIn, MoneyOut
from apps.delivery import rules
from apps.delivery.contracts import MethodKind

type Name = Annotated[str, Field(min_length=1, max_length=rules.MAX_NAME)]
type Countries = Annotated[
    list[Annotated[str, Field(max_length=2)]], Field(min_length=1, max_length=250)
]
type States = Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=37)]
type Days = Annotated[StrictInt, Field(ge=0, le=rules.MAX_DAYS)]
type Position = Annotated[StrictInt, Field(ge=0, le=rules.MAX_POSITION)]
type Address = Annotated[str, Field(max_length=rules.MAX_PICKUP_ADDRESS)]


class Sent(BaseModel):
    """A body of which only what was sent counts."""

    def sent(self) -> dict[str, Any]:
        """Return the fields that the client sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class ZoneIn(Sent):
    """A zone: countries by ISO code, or Nigeria alone with some of its states."""

    name: Name
    countries: Countries
    states: States = []


class ZoneChangeIn(Sent):
    """What changes of a zone."""

    name: Name = ""
    countries: Countries = []
    states: States = []


class MethodIn(Sent):
    """A way of delivery; `zone_id` null is everywhere, `free_from` null is never."""

    zone_id: UUID | None = None
    kind: MethodKind = MethodKind.COURIER
    name: Name
    fee: MoneyIn
    free_from: MoneyIn | None = None
    min_days: Days
    max_days: Days
    pickup_address: Address = ""
    is_active: StrictBool = True
    position: Position = 0


class MethodChangeIn(Sent):
    """What changes of a method."""

    zone_id: UUID | None = None
    kind: MethodKind = MethodKind.COURIER
    name: Name = ""
    fee: MoneyIn = MoneyFields(amount="0", currency="NGN")  # only what is sent counts
    free_from: MoneyIn | None = None
    min_days: Days = 0
    max_days: Days = 0
    pickup_address: Address = ""
    is_active: StrictBool = True
    position: Position = 0


class ZoneOut(Schema):
    """A zone; `vendor_id` is null for the shop's, which every store may use and none change."""

    id: UUID
    vendor_id: UUID | None
    name: str
    countries: list[str]
    states: list[str]


class MethodOut(Schema):
    """A way of delivery as its owner set it."""

    id: UUID
    zone: ZoneOut | None
    kind: MethodKind
    name: str
    fee: MoneyOut
    free_from: MoneyOut | None
    min_days: int
    max_days: int
    pickup_address: str
    is_active: bool
    position: int
