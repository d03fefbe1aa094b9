"""The choices of a status column, from its states."""

from enum import StrEnum


def choices(states: type[StrEnum]) -> list[tuple[str, str]]:
    """Return value and label of each state, as Django's `choices` want them."""
    return [(state.value, state.value.replace("-", " ").capitalize()) for state in states]
