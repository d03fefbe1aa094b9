"""Reads of the address book. Every one is bound to its owner."""

from dataclasses import fields
from uuid import UUID

from django.db.models import QuerySet

from apps.common.db import Named, Plan, Prepared, plans
from apps.customers.contracts import AddressCard, AddressId
from apps.customers.errors import AddressNotFound
from apps.customers.models import Address

_NAMES = [field.name for field in fields(AddressCard)]


def book_of(user_id: UUID) -> QuerySet[Address]:
    """Return one person's addresses, the default first, then the newest."""
    return Address.objects.filter(user_id=user_id)


def addresses_of(user_id: UUID) -> list[AddressCard]:
    """Return one person's addresses, the default first, then the newest."""
    return [card(address) for address in book_of(user_id)]


_BOOK = Prepared(lambda: book_of(Named("user_id")))  # type: ignore[arg-type] # a place


def default_address(user_id: UUID) -> Plan[AddressCard | None]:
    """Read the address that is offered first, None while the book is empty."""
    first = next(iter((yield from plans.top(_BOOK, 1, user_id=user_id))), None)
    return None if first is None else card(first)


def address_of(*, user_id: UUID, address_id: UUID) -> AddressCard:
    """Return one address of this person.

    Raises:
        AddressNotFound: it does not exist, or is another person's.
    """
    address = book_of(user_id).filter(pk=address_id).first()
    if address is None:
        raise AddressNotFound
    return card(address)


def card(address: Address) -> AddressCard:
    """Return the contract of a row."""
    values = {name: getattr(address, name) for name in _NAMES}
    return AddressCard(**values | {"id": AddressId(address.pk)})
