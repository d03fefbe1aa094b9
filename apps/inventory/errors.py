"""What can go wrong with stock, each with its stable code."""

from apps.common.errors import Conflict, InvalidInput, NotFound


class OutOfStock(Conflict):
    """A line asks for more units than are free.

    Members: `sku` and `available` of the first such line, `lines` for all of them.
    """

    code, title = "out-of-stock", "Not enough stock"


class UnitsAreReserved(Conflict):
    """The count would go below what buyers hold."""

    code, title = "units-are-reserved", "Units are reserved"


class ReservationNotFound(NotFound):
    """Nothing was ever reserved under this reference."""

    code, title = "reservation-not-found", "No such reservation"


class QuantityOutOfRange(InvalidInput):
    """A count of units that is not possible."""

    code, title = "quantity-out-of-range", "Not a possible quantity"


class VariantNotFound(NotFound):
    """No such variant, or it belongs to another vendor."""

    code, title = "variant-not-found", "No such variant"
