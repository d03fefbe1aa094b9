"""Finding orders by what a person has at hand. Each way has an index; see docs/how-to."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.orders.models import Order, VendorPart
from apps.orders.rules import read_number

type Ids = QuerySet[Any, Any]


def as_uuid(text: str) -> UUID | None:
    """The id that a text spells, if it does."""
    try:
        return UUID(text)
    except ValueError:
        return None


def orders_found(text: str) -> Q:
    """Orders by number, buyer, receiver, SKU or tracking number."""
    return Q(id__in=_by_order(text).union(_by_goods(text, "order_id")))


def parts_found(text: str) -> Q:
    """Parts of the orders of such a number, buyer or receiver; or with such a SKU or parcel."""
    of_orders = VendorPart.objects.filter(order__in=_by_order(text)).values("id")
    return Q(id__in=of_orders.union(_by_goods(text, "id")))


def numbers_in(text: str) -> list[str]:
    """The order's number that is meant: alone, or in front of a part's place."""
    return [read_number(text), read_number(text.rpartition("-")[0])]


def _by_buyer(text: str) -> Ids:
    """Orders of accounts by the start of their address or any piece of their name."""
    by_email = Order.objects.filter(buyer__email__startswith=text.lower()).values("id")
    return by_email.union(Order.objects.filter(buyer__name__icontains=text).values("id"))


def _by_order(text: str) -> Ids:
    """Each way looked up by itself: an OR over joined tables would read all of them."""
    number = Order.objects.filter(number__in=numbers_in(text)).values("id")
    receiver = Order.objects.filter(address__name__icontains=text).values("id")
    return number.union(receiver, _by_buyer(text))


def _by_goods(text: str, column: str) -> Ids:
    """The parts with such a SKU or parcel: their own ids, or their orders'."""
    spellings = {text, text.upper()}
    by_sku: Ids = VendorPart.objects.filter(lines__sku__in=spellings).values(column)
    parcels = VendorPart.objects.filter(shipment__tracking_number__in=spellings)
    return by_sku.union(parcels.values(column))
