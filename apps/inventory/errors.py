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


class StillInStock(Conflict):
    """There is nothing to wait for: the variant can be bought."""

    code, title = "still-in-stock", "It can be bought now"


class TooManyRequested(Conflict):
    """The buyer waits for as many variants as anybody may."""

    code, title = "too-many-requested", "You wait for too many things"


class NothingAsked(NotFound):
    """The buyer has no open request to hear when this variant is back."""

    code, title = "back-in-stock-request-not-found", "No such request"


class SheetNotFound(NotFound):
    """No such stock sheet of this vendor, or it is older than a day."""

    code, title = "stock-sheet-not-found", "No such stock sheet"


class SheetHasErrors(Conflict):
    """A sheet with wrong lines is not applied at all."""

    code, title = "stock-sheet-has-errors", "The sheet has wrong lines"


class SheetUnreadable(InvalidInput):
    """The file is no CSV of stock, or too large."""

    code, title = "stock-sheet-unreadable", "The file cannot be read"


class VariantNotFound(NotFound):
    """No such variant, or it belongs to another vendor."""

    code, title = "variant-not-found", "No such variant"
