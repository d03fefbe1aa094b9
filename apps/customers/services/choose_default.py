"""Choose which address is offered first, and take addresses out of a book."""

from uuid import UUID

from django.db import transaction

from apps.customers.contracts import AddressCard
from apps.customers.errors import AddressNotFound
from apps.customers.models import Address
from apps.customers.selectors.addresses import book_of, card
from apps.customers.services.book_lock import lock_book


@transaction.atomic
def make_default(*, user_id: UUID, address_id: UUID) -> AddressCard:
    """Make one address the default, the only one. Locks the book.

    Raises:
        AddressNotFound: there is no such address in this book.
    """
    lock_book(user_id)
    address = book_of(user_id).filter(pk=address_id).first()
    if address is None:
        raise AddressNotFound
    _prefer(address)
    return card(address)


@transaction.atomic
def remove_address(*, user_id: UUID, address_id: UUID) -> None:
    """Take an address out; the newest of the rest becomes the default. Locks the book.

    Raises:
        AddressNotFound: there is no such address in this book.
    """
    lock_book(user_id)
    removed, _ = book_of(user_id).filter(pk=address_id).delete()
    if not removed:
        raise AddressNotFound
    rest = book_of(user_id).first()
    if rest is not None and not rest.is_default:
        _prefer(rest)


def _prefer(address: Address) -> None:
    book_of(address.user_id).filter(is_default=True).update(is_default=False)
    address.is_default = True
    address.save(update_fields=["is_default"])
