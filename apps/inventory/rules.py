"""Pure arithmetic of lines of stock."""

from collections.abc import Iterable

from apps.inventory.errors import QuantityOutOfRange

MAX_UNITS = 1_000_000  # of one variant: far above a warehouse, far below the column's range


def summed[Variant](lines: Iterable[tuple[Variant, int]]) -> dict[Variant, int]:
    """Units per variant: two lines of one variant are one demand.

    Raises:
        QuantityOutOfRange: a line is not positive, or a sum is above a million.
    """
    wanted: dict[Variant, int] = {}
    for variant, units in lines:
        wanted[variant] = wanted.get(variant, 0) + check_units(units, least=1)
    for units in wanted.values():
        check_units(units, least=1)
    return wanted


def check_units(units: int, *, least: int) -> int:
    """Return the count when it is possible.

    Raises:
        QuantityOutOfRange: it is below `least` or above a million.
    """
    if not least <= units <= MAX_UNITS:
        raise QuantityOutOfRange(
            f"{least} to {MAX_UNITS} units are possible.",
            errors={"quantity": [f"From {least} to {MAX_UNITS}."]},
        )
    return units
