"""The failures that orders promises."""

from apps.common.errors import BadRequest, Conflict, InvalidInput, NotFound


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


class NotForSale(NotFound):
    """A line asks for something that is not, or no longer, on sale."""

    code, title = "not-for-sale", "Not for sale"


class AddressMissing(InvalidInput):
    """Neither a saved address nor a new one was given, or both were."""

    code, title = "address-missing", "Where shall it go?"


class AlreadyPaid(Conflict):
    """An unpaid order was to be cancelled, but its money has just arrived."""

    code, title = "order-already-paid", "This order is paid"


class NotPayable(Conflict):
    """The order waits for no payment."""

    code, title = "order-not-payable", "This order cannot be paid"


class NotYetPaid(Conflict):
    """A vendor wants to ship what is not paid."""

    code, title = "order-not-paid", "This order is not paid"


class NotCancellable(Conflict):
    """The goods are on their way or beyond; sending them back is another matter."""

    code, title = "part-not-cancellable", "Too late to cancel"


class FewerLeft(Conflict):
    """More units are named than are left of a line (members `variant_id`, `left`)."""

    code, title = "fewer-units-left", "Fewer units are left"


class UnknownLine(InvalidInput):
    """A variant is named that is not part of this."""

    code, title = "unknown-line", "A line is not part of this order"


class NotShipped(Conflict):
    """Something is said of a parcel that was not sent."""

    code, title = "part-not-shipped", "There is no parcel yet"


class RefundTooLarge(Conflict):
    """More is to go back than is left of what was paid for the part (member `refundable`)."""

    code, title = "refund-too-large", "More than is left to refund"


class RefundNotFound(NotFound):
    """There is no such refund."""

    code, title = "refund-not-found", "No such refund"


class ReturnNotFound(NotFound):
    """There is no such return, or it is another person's."""

    code, title = "return-not-found", "No such return"


class NotReturnable(Conflict):
    """Only what was delivered can be sent back."""

    code, title = "part-not-returnable", "This cannot be sent back"


class ReturnWindowClosed(Conflict):
    """The time to ask for a return is over (member `until`)."""

    code, title = "return-window-closed", "The time for returns is over"


class TooManyPhotos(Conflict):
    """A return holds as many photos as it may."""

    code, title = "too-many-photos", "No more photos"


class PhotoNotFound(NotFound):
    """There is no such picture, or it is not for this person."""

    code, title = "photo-not-found", "No such picture"


class DisputeNotFound(NotFound):
    """There is no such dispute, or it is another person's."""

    code, title = "dispute-not-found", "No such dispute"


class NotDisputable(Conflict):
    """Only a part that is on its way or delivered can be disputed."""

    code, title = "part-not-disputable", "There is nothing to dispute yet"


class DisputeOpenAlready(Conflict):
    """A part has one open dispute at a time."""

    code, title = "dispute-open-already", "A dispute is open already"


class DisputeClosed(Conflict):
    """The dispute is decided or withdrawn."""

    code, title = "dispute-closed", "This dispute is closed"


class StillRefunding(Conflict):
    """The provider has not decided about this refund."""

    code, title = "refund-not-decided", "The refund is still on its way"


class CursorUnfit(BadRequest):
    """The cursor was changed, or was given out for other filters or another ordering."""

    code, title = "cursor-unfit", "The cursor does not fit"


class ExportTooLarge(InvalidInput):
    """The filters admit more lines than one export holds (member `limit`)."""

    code, title = "export-too-large", "Too much for one export"


class NothingToSettle(Conflict):
    """The order does not wait for anybody to look at it."""

    code, title = "nothing-to-settle", "Nobody needs to look at this order"
