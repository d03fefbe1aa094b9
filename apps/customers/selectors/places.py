"""Nigeria's states and local government areas."""

from apps.customers.errors import StateNotFound
from apps.customers.reference import states as reference


def states() -> list[str]:
    """Return the 36 states and FCT, in alphabetical order."""
    return list(reference.states())


def lgas(state: str) -> list[str]:
    """Return the local government areas of a state, in alphabetical order.

    Raises:
        StateNotFound: there is no such state, spelled as in `states()`.
    """
    found = reference.lgas(state)
    if not found:
        raise StateNotFound
    return list(found)
