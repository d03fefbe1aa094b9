"""The ways of delivery that a buyer chose, one for each house: from a form, in the session."""

from collections.abc import Mapping
from uuid import UUID

from django.http import QueryDict

from apps.cart.contracts import CartView
from apps.common.errors import InvalidInput
from apps.delivery import facade as delivery
from apps.delivery.contracts import MethodId
from apps.vendors.contracts import VendorId

type Ways = dict[VendorId, MethodId]

PREFIX = "way-"  # of the form's fields: way-<vendor id> = <method id>


def ways_sent(sent: QueryDict) -> Ways:
    """Return the choices of a form; an empty value is the default.

    Raises:
        InvalidInput: an id is none.
    """
    found = {name: str(sent[name]) for name in sent if name.startswith(PREFIX)}
    return read_ways({name.removeprefix(PREFIX): way for name, way in found.items() if way})


def read_ways(kept: Mapping[str, str]) -> Ways:
    """Read choices back from texts.

    Raises:
        InvalidInput: an id is none.
    """
    try:
        return {VendorId(UUID(one)): MethodId(UUID(way)) for one, way in kept.items()}
    except ValueError as error:
        raise InvalidInput("Choose a way of delivery again.") from error


def as_texts(ways: Ways) -> dict[str, str]:
    """Return choices as a session keeps them."""
    return {str(vendor): str(method) for vendor, method in ways.items()}


def check_ways(bag: CartView, ways: Ways) -> None:
    """Let through what can be delivered as chosen.

    Raises:
        NotDeliveredThere: a house does not deliver to the address.
        MethodNotOffered: a way is not offered (any more).
    """
    delivery.choose({group.vendor.id: group.options for group in bag.by_vendor}, ways)
