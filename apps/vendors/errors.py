"""What can go wrong with a vendor, each with its stable code."""

from apps.common.errors import Conflict, InvalidInput, NotAllowed, NotFound


class VendorNotFound(NotFound):
    """No such vendor, or none that the asker may see."""

    code, title = "vendor-not-found", "No such vendor"


class NotAVendor(NotAllowed):
    """The account belongs to no vendor."""

    code, title = "not-a-vendor", "For vendors only"


class NotTheOwner(NotAllowed):
    """Only an owner of the vendor may do this."""

    code, title = "not-the-owner", "For the owner only"


class AlreadyAVendor(Conflict):
    """The account already belongs to a vendor; it can belong to one."""

    code, title = "already-a-vendor", "Already with a vendor"


class MemberNotFound(NotFound):
    """No such person in this vendor's team."""

    code, title = "member-not-found", "No such member"


class LastOwner(Conflict):
    """A vendor keeps at least one owner."""

    code, title = "last-owner", "The last owner stays"


class NotOpen(Conflict):
    """Only an approved vendor may do this."""

    code, title = "vendor-not-open", "The store is not approved"


class NoSuchAccount(InvalidInput):
    """Nobody has an account with this address."""

    code, title = "no-such-account", "No account with this address"
