"""One table per status: which moves exist. Checked in one place."""

from collections.abc import Mapping
from enum import Enum
from typing import ClassVar

from apps.common.errors import Conflict


class IllegalTransition(Conflict):
    """The thing cannot go from its present state to the one asked for."""

    code: ClassVar[str] = "illegal-transition"
    title: ClassVar[str] = "This cannot be done in the present state"


class Transitions[State: Enum]:
    """The moves of one status.

    Raises:
        ValueError: at definition, when a state has no row or a row names no state.
    """

    def __init__(self, moves: Mapping[State, frozenset[State]]) -> None:
        states = set(type(next(iter(moves))))
        if missing := states - set(moves):
            raise ValueError(f"no row for {sorted(state.name for state in missing)}")
        self._moves = dict(moves)

    @property
    def states(self) -> type[State]:
        """All states, in the order of their definition."""
        return type(next(iter(self._moves)))

    def allows(self, old: State, new: State) -> bool:
        """Tell whether the move exists."""
        return new in self._moves[old]

    def check(self, old: State, new: State) -> State:
        """Return the new state.

        Raises:
            IllegalTransition: the table does not have this move.
        """
        if not self.allows(old, new):
            raise IllegalTransition(
                f"It is {old.value} and cannot become {new.value}.",
                **{"from": old.value, "to": new.value},
            )
        return new
