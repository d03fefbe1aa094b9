"""The failures this domain promises."""

from apps.common.errors import Conflict, InvalidInput, NotFound


class AddressNotFound(NotFound):
    """No such address in this person's book."""

    code, title = "address-not-found", "No such address"


class InvalidAddress(InvalidInput):
    """Some fields cannot be delivered to; `errors` says which and why."""

    code, title = "invalid-address", "Please correct the address"


class AddressBookFull(Conflict):
    """The book holds as many addresses as it may."""

    code, title = "address-book-full", "The address book is full"


class StateNotFound(NotFound):
    """Nigeria has no state of this name."""

    code, title = "state-not-found", "No such state"
