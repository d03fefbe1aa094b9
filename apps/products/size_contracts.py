"""Size guides as plain values: measurements in cm, and what a maker says of a fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NewType
from uuid import UUID

from apps.products.review_states import Fit

SizeGuideId = NewType("SizeGuideId", UUID)

MAX_SIZES, MAX_MEASURES, MAX_WORD, MAX_HOW_TO = 40, 12, 40, 2000
LARGEST_CM = Decimal(400)
_CM_PER_INCH = Decimal("2.54")
_TENTH = Decimal("0.1")


FIT_WORDS = {
    Fit.SMALL: "Runs small: take one size up.",
    Fit.TRUE: "True to size.",
    Fit.LARGE: "Runs large: take one size down.",
}


@dataclass(frozen=True, kw_only=True)
class SizeRow:
    """One size; a measurement in cm for each column, None where there is none."""

    size: str
    values: tuple[Decimal | None, ...]

    @property
    def cm(self) -> tuple[str | None, ...]:
        """The measurements in cm, as decimal text."""
        return tuple(None if value is None else f"{value:f}" for value in self.values)

    @property
    def inches(self) -> tuple[str | None, ...]:
        """The same in inches with one decimal, half-even."""
        return tuple(
            None if value is None else f"{(value / _CM_PER_INCH).quantize(_TENTH):f}"
            for value in self.values
        )

    @property
    def cells(self) -> tuple[tuple[str | None, str | None], ...]:
        """Each measurement in both units, for a page."""
        return tuple(zip(self.cm, self.inches, strict=True))


@dataclass(frozen=True, kw_only=True)
class SizeGuideSpec:
    """What somebody says of a guide; `category` is a slug, empty for none."""

    title: str
    measures: tuple[str, ...]
    rows: tuple[SizeRow, ...]
    how_to_measure: str = ""
    category: str = ""


@dataclass(frozen=True, kw_only=True)
class SizeGuide:
    """A guide as others see it; without a vendor it is the marketplace's own."""

    id: SizeGuideId
    vendor_id: UUID | None
    title: str
    category: str
    how_to_measure: str
    measures: tuple[str, ...]
    rows: tuple[SizeRow, ...]

    @property
    def is_own(self) -> bool:
        """Whether it is a house's own."""
        return self.vendor_id is not None


@dataclass(frozen=True, kw_only=True)
class SizeAdvice:
    """What a product's page says about sizes: its maker's note on the fit, and the guide."""

    fit: Fit | None
    guide: SizeGuide | None
    is_named: bool = False  # by the product itself, not by its category

    @property
    def fit_words(self) -> str:
        """The note as a sentence, empty without one."""
        return FIT_WORDS[self.fit] if self.fit else ""


def rows_as_json(rows: Sequence[SizeRow]) -> list[dict[str, Any]]:
    """Return the table as it is stored: numbers as decimal text."""
    return [{"size": row.size, "values": list(row.cm)} for row in rows]


def rows_from_json(stored: Sequence[dict[str, Any]]) -> tuple[SizeRow, ...]:
    """Read a stored table."""
    return tuple(
        SizeRow(
            size=row["size"],
            values=tuple(None if value is None else Decimal(value) for value in row["values"]),
        )
        for row in stored
    )
