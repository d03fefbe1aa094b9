"""Where an order goes."""

from dataclasses import asdict, fields
from typing import Any
from uuid import UUID

from apps.customers import facade as customers
from apps.customers.contracts import AddressFields
from apps.orders.contracts import DeliveryAddress
from apps.orders.errors import AddressMissing

NAMES = [field.name for field in fields(DeliveryAddress)]


def choose_address(
    *, user_id: UUID, address_id: UUID | None, address: AddressFields | None
) -> DeliveryAddress:
    """Copy a saved address, or check a new one; a later change of the book is not seen.

    Raises:
        AddressMissing: neither was given, or both.
        AddressNotFound: the saved one does not exist or is another person's.
        InvalidAddress: the new one cannot be delivered to.
    """
    given: dict[str, Any]
    if address_id is not None and address is None:
        given = asdict(customers.address_of(user_id=user_id, address_id=address_id))
    elif address is not None and address_id is None:
        given = {**customers.check_address(address)}
    else:
        raise AddressMissing("Give either address_id or address.")
    return DeliveryAddress(**{name: given[name] for name in NAMES})
