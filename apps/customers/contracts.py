"""What neighbours may know about addresses."""

from dataclasses import dataclass
from typing import NewType
from uuid import UUID

from apps.customers.rules import AddressFields

__all__ = ["AddressCard", "AddressFields", "AddressId"]

AddressId = NewType("AddressId", UUID)


@dataclass(frozen=True, kw_only=True)
class AddressCard:
    """An address in somebody's book; `phone` is E.164, `state` and `lga` as in our reference."""

    id: AddressId
    label: str
    name: str
    phone: str
    line1: str
    line2: str
    landmark: str
    city: str
    lga: str
    state: str
    country: str
    postcode: str
    is_default: bool
