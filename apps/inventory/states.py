"""What a reservation can be, and why stock moves."""

from enum import StrEnum

from apps.common.state_machine import Transitions


class ReservationStatus(StrEnum):
    """HELD keeps units for an unpaid order; COMMITTED took them; RELEASED gave them back."""

    HELD = "held"
    COMMITTED = "committed"
    RELEASED = "released"


class MovementKind(StrEnum):
    """Why a stock row moved. DAMAGE came back from a buyer unfit for sale: no count changes."""

    RECEIVE = "receive"
    ADJUST = "adjust"
    RESERVE = "reserve"
    RELEASE = "release"
    COMMIT = "commit"
    RETURN = "return"
    DAMAGE = "damage"


class AdjustReason(StrEnum):
    """Why a person changes a count."""

    COUNT = "count"
    DAMAGE = "damage"
    THEFT = "theft"
    FOUND = "found"
    SAMPLE = "sample"
    OTHER = "other"


# A slip of the sign would put damaged pieces on sale, so what a reason does to a count is fixed.
ONLY_LESS = frozenset({AdjustReason.DAMAGE, AdjustReason.THEFT})
ONLY_MORE = frozenset({AdjustReason.FOUND})

# Released -> committed is the payment that arrives after the hold ran out: the units are taken
# again if they are still free.
RESERVATION = Transitions(
    {
        ReservationStatus.HELD: frozenset(
            {ReservationStatus.COMMITTED, ReservationStatus.RELEASED}
        ),
        ReservationStatus.RELEASED: frozenset({ReservationStatus.COMMITTED}),
        ReservationStatus.COMMITTED: frozenset(),
    }
)
