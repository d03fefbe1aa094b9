"""The failures that orders promises."""

from apps.common.errors import Conflict, InvalidInput, NotFound


class OrderNotFound(NotFound):
    """There is no such order, or it is another buyer's."""

    code, title = "order-not-found", "No such order"


class PartNotFound(NotFound):
    """There is no such part, or it is another store's or buyer's."""

    code, title = "part-not-found", "No such order"


class NothingToOrder(InvalidInput):
    """No lines were given, and none wait in the cart."""

    code, title = "nothing-to-order", "There is nothing to order"


class DuplicateLine(InvalidInput):
    """One variant stands on two lines."""

    code, title = "duplicate-line", "A variant stands on two lines"


class NotForSale(Conflict):
    """A line asks for something that is not, or no longer, on sale."""

    code, title = "not-for-sale", "Not for sale"


class AddressMissing(InvalidInput):
    """Neither a saved address nor a new one was given, or both were."""

    code, title = "address-missing", "Where shall it go?"


class AlreadyPaid(Conflict):
    """The buyer wants to cancel what is paid; refunds come with a later release."""

    code, title = "order-already-paid", "This order is paid"


class NotPayable(Conflict):
    """The order waits for no payment."""

    code, title = "order-not-payable", "This order cannot be paid"


class NotYetPaid(Conflict):
    """A vendor wants to ship what is not paid."""

    code, title = "order-not-paid", "This order is not paid"
