"""Write an address into a book."""

from typing import Unpack
from uuid import UUID

from django.db import transaction

from apps.customers.contracts import AddressCard, AddressFields
from apps.customers.errors import AddressBookFull, AddressNotFound
from apps.customers.models import Address
from apps.customers.rules import LENGTHS, MOST_ADDRESSES, checked
from apps.customers.selectors.addresses import book_of, card
from apps.customers.services.book_lock import lock_book


@transaction.atomic
def save_address(
    *, user_id: UUID, address_id: UUID | None = None, **fields: Unpack[AddressFields]
) -> AddressCard:
    """Add an address, or change the given fields of one. The first one becomes the default.

    Locks the book.

    Raises:
        InvalidAddress: a field cannot be delivered to.
        AddressNotFound: there is no such address in this book.
        AddressBookFull: the book holds 50 already.
    """
    lock_book(user_id)
    address = _existing(user_id, address_id) if address_id else _new(user_id)
    present = {name: getattr(address, name) for name in LENGTHS}
    for name, text in checked(present | dict(fields)).items():
        setattr(address, name, text)
    address.save()
    return card(address)


def _existing(user_id: UUID, address_id: UUID) -> Address:
    address = book_of(user_id).filter(pk=address_id).first()
    if address is None:
        raise AddressNotFound
    return address


def _new(user_id: UUID) -> Address:
    held = book_of(user_id).count()
    if held >= MOST_ADDRESSES:
        raise AddressBookFull(f"A book holds {MOST_ADDRESSES} addresses.", most=MOST_ADDRESSES)
    return Address(user_id=user_id, is_default=held == 0)
