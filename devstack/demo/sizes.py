"""The marketplace's size guides of the demo: what a category falls back to."""

from decimal import Decimal

from apps.common.errors import Conflict
from apps.products import facade as products
from apps.products.contracts import SizeGuideSpec, SizeRow

_HOW = (
    "Measure over light clothes with a soft tape, close to the body but not tight.\n\n"
    "Bust or chest: around the fullest part, the tape level. Waist: where you bend sideways. "
    "Hips: around the fullest part, feet together."
)
_ALPHA = ("XS", "S", "M", "L", "XL", "XXL", "3XL")
_UK = ("UK 8", "UK 10", "UK 12", "UK 14", "UK 16", "UK 18")
_EU = ("EU 37", "EU 38", "EU 39", "EU 40", "EU 41", "EU 42", "EU 43", "EU 44", "EU 45")


def _row(size: str, *cm: str) -> SizeRow:
    return SizeRow(size=size, values=tuple(Decimal(one) for one in cm))


def _rising(sizes: tuple[str, ...], start: tuple[int, ...], step: int) -> tuple[SizeRow, ...]:
    return tuple(
        _row(size, *(str(first + step * place) for first in start))
        for place, size in enumerate(sizes)
    )


GUIDES = (
    SizeGuideSpec(
        title="Women",
        category="women",
        measures=("Bust", "Waist", "Hips"),
        rows=_rising(_ALPHA, (80, 62, 88), 6) + _rising(_UK, (83, 65, 91), 5),
        how_to_measure=_HOW,
    ),
    SizeGuideSpec(
        title="Men",
        category="men",
        measures=("Chest", "Waist", "Hips"),
        rows=_rising(_ALPHA, (86, 74, 88), 6),
        how_to_measure=_HOW,
    ),
    SizeGuideSpec(
        title="Shoes",
        category="shoes",
        measures=("Foot length",),
        rows=tuple(_row(size, f"{23.5 + 0.7 * place:.1f}") for place, size in enumerate(_EU)),
        how_to_measure="Stand on paper, mark heel and longest toe, and measure between the marks.",
    ),
)


def load_guides() -> None:
    """Make the guides whose category has none."""
    for spec in GUIDES:
        try:
            products.save_size_guide(spec=spec, vendor_id=None, by=None)
        except Conflict as conflict:
            if conflict.code != "size-guide-exists":
                raise
