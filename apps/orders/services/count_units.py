"""Which units of a part are meant."""

from collections.abc import Mapping
from uuid import UUID

from apps.common.errors import InvalidInput
from apps.orders.errors import FewerLeft, UnknownLine
from apps.orders.models import OrderLine


def chosen_units(
    left: Mapping[OrderLine, int], wanted: Mapping[UUID, int] | None
) -> list[tuple[OrderLine, int]]:
    """The lines that are meant and how many units of each, in the order of the lines.

    Args:
        left: how many units of each line there are to choose from.
        wanted: units by variant; None means all that are left.

    Raises:
        InvalidInput: no line is named, or less than one unit of one.
        UnknownLine: a variant is not among the lines.
        FewerLeft: more units are named than are left.
    """
    if wanted is not None and not wanted:
        raise InvalidInput(errors={"lines": ["Choose at least one piece."]})
    if wanted is None:
        wanted = {line.variant_id: units for line, units in left.items() if units}
    if any(units < 1 for units in wanted.values()):
        raise InvalidInput(errors={"lines": ["At least one unit of each line."]})
    known = {line.variant_id: line for line in left}
    for variant_id, units in wanted.items():
        _refuse_impossible(variant_id, units, known, left)
    if not wanted:
        raise FewerLeft("Nothing is left.", left=0)
    return [(line, wanted[line.variant_id]) for line in left if line.variant_id in wanted]


def _refuse_impossible(
    variant_id: UUID,
    units: int,
    known: Mapping[UUID, OrderLine],
    left: Mapping[OrderLine, int],
) -> None:
    if variant_id not in known:
        raise UnknownLine("A line is not part of this order.", variant_id=str(variant_id))
    free = left[known[variant_id]]
    if units > free:
        raise FewerLeft(f"{free} left.", variant_id=str(variant_id), left=free)
