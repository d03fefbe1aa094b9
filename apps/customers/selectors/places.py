"""Nigeria's states and local government areas."""

import phonenumbers

from apps.customers.errors import StateNotFound
from apps.customers.reference import states as reference


def countries() -> frozenset[str]:
    """Return the ISO 3166-1 alpha-2 codes of places that have telephones."""
    return frozenset(phonenumbers.SUPPORTED_REGIONS)


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
