"""The failures that delivery promises."""

from apps.common.errors import Conflict, InvalidInput, NotFound


class MethodNotOffered(Conflict):
    """A method was chosen that is not offered for this vendor and destination (any more)."""

    code, title = "method-not-offered", "This way of delivery is not offered"


class NotDeliveredThere(Conflict):
    """Nothing brings this vendor's pieces to the destination."""

    code, title = "not-delivered-there", "Not delivered there"


class UnknownPlace(InvalidInput):
    """A country or a state that does not exist."""

    code, title = "unknown-place", "There is no such place"


class ZoneNotFound(NotFound):
    """There is no such zone, or it is another vendor's."""

    code, title = "zone-not-found", "No such zone"


class MethodNotFound(NotFound):
    """There is no such method, or it is another vendor's."""

    code, title = "method-not-found", "No such way of delivery"


class ZoneInUse(Conflict):
    """Methods deliver into the zone; they go first."""

    code, title = "zone-in-use", "Methods deliver into this zone"


class NameTaken(Conflict):
    """Two zones of one owner have two names."""

    code, title = "zone-name-taken", "This name is taken"


class TooMany(Conflict):
    """A vendor keeps a bounded number of zones and of methods."""

    code, title = "delivery-limit", "This is as many as a store keeps"
