"""What search tells beside the products; the doors and neighbours take it from `contracts`."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Searched:
    """How the words of a search were read.

    `corrected` is what was looked for where nothing was found as typed; `is_partial` says that
    nothing has all of the words, and what is shown has some.
    """

    corrected: str = ""
    is_partial: bool = False


@dataclass(frozen=True, kw_only=True)
class NameRef:
    """A category, brand or house by name."""

    slug: str
    name: str


@dataclass(frozen=True, kw_only=True)
class FacetValue:
    """A value to narrow by and how many products it leaves; more than that if `is_at_least`."""

    value: str
    label: str
    count: int
    is_at_least: bool


@dataclass(frozen=True, kw_only=True)
class PriceBucket:
    """A range of prices, in minor units, its end not included; the last has no end."""

    from_minor: int
    to_minor: int | None
    count: int
    is_at_least: bool


@dataclass(frozen=True, kw_only=True)
class Facets:
    """What each further filter would leave of a list, each counted without its own filter."""

    categories: tuple[FacetValue, ...]
    brands: tuple[FacetValue, ...]
    sizes: tuple[FacetValue, ...]
    colours: tuple[FacetValue, ...]
    price_min_minor: int | None
    price_max_minor: int | None
    prices: tuple[PriceBucket, ...]
    in_stock: FacetValue
    ratings: tuple[FacetValue, ...]
