"""How many products each further filter would leave: counted, but never far.

Each facet is counted without its own filter, so that it can be widened. At most 3,000 products
are looked at, the most popular first: beyond that a count says "at least".
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import msgspec
from django.db.models import QuerySet

from apps.common.db import Plan, Prepared, plans
from apps.common.db.prepared import Compiled
from apps.products.contracts import Facets, FacetValue, PriceBucket, ProductFilters
from apps.products.models.product import ANY_TIER, WIDE_TIER
from apps.products.selectors.named import require_names
from apps.products.selectors.searching.finding import in_tier, reading_of, tiers_for
from apps.products.selectors.searching.planning import Asked
from apps.products.selectors.searching.ranking import matching
from apps.products.selectors.searching.wording import both_of, marks_of
from apps.products.selectors.shapes import Shape, narrowed, shape_of, values_of
from apps.products.selectors.taxonomy import CategoryRow, ids_below, tree_rows

LOOKED_AT, SHOWN, _TELLING = 3_000, 1_000, 400
STARS = (4, 3, 2)
EDGES = (0, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000)  # kobo
_ORDER = ("-is_in_stock", "-popularity", "-published_at", "-id")
_COLUMNS = (
    "category_id",
    "brand_id",
    "sizes",
    "colours",
    "lowest_price_minor",
    "is_in_stock",
    "rating_average_hundredths",
)
# What is counted for each facet, as JSON, over the products found.
_COUNTS: Mapping[str, str] = {
    "category": """(
        SELECT json_object_agg(category_id, times)
        FROM (SELECT category_id, count(*) AS times FROM found GROUP BY 1) AS one)""",
    "brand": """(
        SELECT json_agg(json_build_array(slug, times, name) ORDER BY times DESC, name) FROM (
            SELECT slug, name, count(*) AS times
            FROM found JOIN products_brand AS brand ON brand.id = brand_id
            GROUP BY slug, name ORDER BY times DESC, name LIMIT 30) AS one)""",
    "size": """(
        SELECT json_agg(json_build_array(value, times) ORDER BY times DESC, value) FROM (
            SELECT value, count(*) AS times FROM found, unnest(sizes) AS value
            GROUP BY 1 ORDER BY times DESC, value LIMIT 30) AS one)""",
    "colour": """(
        SELECT json_agg(json_build_array(value, times) ORDER BY times DESC, value) FROM (
            SELECT value, count(*) AS times FROM found, unnest(colours) AS value
            GROUP BY 1 ORDER BY times DESC, value LIMIT 30) AS one)""",
    "price": """(
        SELECT json_build_array(min(lowest_price_minor), max(lowest_price_minor), (
            SELECT json_object_agg(bucket, times) FROM (
                SELECT width_bucket(lowest_price_minor, '{EDGES}'::bigint[]) AS bucket,
                    count(*) AS times
                FROM found GROUP BY 1) AS one))
        FROM found)""".replace("EDGES", ",".join(map(str, EDGES))),
    "in_stock": "(SELECT count(*) FROM found WHERE is_in_stock)",
    "rating": """(
        SELECT json_build_array(
            count(*) FILTER (WHERE rating_average_hundredths >= 400),
            count(*) FILTER (WHERE rating_average_hundredths >= 300),
            count(*) FILTER (WHERE rating_average_hundredths >= 200))
        FROM found)""",
}
_MARKED = frozenset({"size", "colour"})  # found by marks: counting need not look at variants
# Which filters belong to which facet.
_OWN: Mapping[str, tuple[str, ...]] = {
    "category": ("category", "leaf"),
    "brand": ("brand",),
    "size": ("size",),
    "colour": ("colour",),
    "price": ("price_min", "price_max"),
    "in_stock": (),
    "rating": ("rating",),
}


class _Counts(Prepared[str]):
    """One row: the JSON of the counts over the QuerySet, cut after `LOOKED_AT` rows and one."""

    def __init__(
        self, build: Callable[[], QuerySet[Any, Any]], names: Iterable[str], tier: int
    ) -> None:
        super().__init__(build)
        self._names, self.tier = tuple(names), tier

    def _compile(self) -> Compiled[str]:
        made = super()._compile()
        members = ", ".join(f"'{name}', {_COUNTS[name]}" for name in self._names)
        text = (
            f"WITH found AS MATERIALIZED ({made.statement(LOOKED_AT + 1)}) "  # noqa: S608
            f"SELECT json_build_object('looked', (SELECT count(*) FROM found), {members})::text"
        )
        return replace(made, text=text, of_driver=lambda found: [found[0][0]])


def count_facets(filters: ProductFilters) -> Facets:
    """Return what `facets` reads. Raises what it does."""
    return plans.run(facets(filters))


def facets(filters: ProductFilters) -> Plan[Facets]:
    """Count what each further filter leaves.

    One statement for all facets that do not narrow yet, one for each that does; one for the
    categories, and one for the words of a search.

    Raises:
        InvalidInput: a slug names nothing.
    """
    found = yield from _found(filters)
    if not found or not found["in_stock"][0]:  # counted through every filter
        yield from require_names(filters)
    return _made(found, (yield from tree_rows()) if found else [])


def _found(filters: ProductFilters) -> Plan[dict[str, tuple[Any, bool]]]:
    ids = (yield from ids_below(filters.category)) if filters.category else ()
    asked = (yield from reading_of(filters)) if filters.q else None
    if filters.q and asked is None:
        return {}
    values = values_of(filters, category_ids=ids)
    found = yield from _counted(filters, asked.strict if asked else "", _tiers(asked), values)
    if asked and not found and not filters.is_exact:
        found = yield from _counted(filters, asked.loose, (WIDE_TIER,), values)
    return found


def _counted(
    filters: ProductFilters, words: str, tiers: Sequence[int], values: dict[str, Any]
) -> Plan[dict[str, tuple[Any, bool]]]:
    """Each facet's counts and whether there may be more; empty if nothing was found."""
    found: dict[str, tuple[Any, bool]] = {}
    looked = 0
    leaf = {"category"} if values["leaf"] is not None else set()
    for base, names in _bases(shape_of(filters, otherwise=leaf)).items():
        size = filters.size if "size" in base.used else ""
        colour = filters.colour if "colour" in base.used else ""
        strict = both_of(words, marks_of(size=size, colour=colour))
        ladder = tiers if words else (WIDE_TIER, ANY_TIER) if strict else (ANY_TIER,)
        plain = Shape(base.used - _MARKED, base.in_stock)
        counted, is_more = yield from _climbed(
            [_counts(plain, names, tier, has_words=bool(strict)) for tier in ladder],
            values | {"strict": strict},
        )
        looked += counted["looked"]
        found |= {name: (counted[name], is_more) for name in names}
    return found if looked else {}


def _climbed(
    ladder: Sequence[_Counts], values: Mapping[str, Any]
) -> Plan[tuple[dict[str, Any], bool]]:
    """Count at the first tier that tells enough, and whether there may be more."""
    counted: dict[str, Any] = {}
    is_more = False
    for counts in ladder:
        (text,) = yield from plans.rows(counts, **values)
        counted = msgspec.json.decode(text)
        is_more = counts.tier != ANY_TIER or counted["looked"] > LOOKED_AT
        if counted["looked"] >= _TELLING:
            break
    return counted, is_more


def _bases(shape: Shape) -> dict[Shape, tuple[str, ...]]:
    """Which facets are counted over which list: each without its own filters."""
    bases: defaultdict[Shape, list[str]] = defaultdict(list)
    for name, own in _OWN.items():
        in_stock = None if name == "in_stock" else shape.in_stock
        bases[Shape(shape.used - set(own), in_stock)].append(name)
    return {base: tuple(names) for base, names in bases.items()}


def _tiers(asked: Asked | None) -> tuple[int, ...]:
    """Where to count what words find: of a common word not further than the third tier."""
    return (*(tiers_for(asked) if asked else ()),) or (ANY_TIER,)


@lru_cache(maxsize=256)
def _counts(shape: Shape, names: tuple[str, ...], tier: int, *, has_words: bool) -> _Counts:
    def build() -> QuerySet[Any, Any]:
        products = in_tier(narrowed(shape), tier)
        found = matching(products, "strict") if has_words else products
        return found.order_by(*_ORDER).values_list(*_COLUMNS)

    return _Counts(build, names, tier)


def _made(found: Mapping[str, tuple[Any, bool]], tree: Sequence[CategoryRow]) -> Facets:
    counted = {name: one for name, (one, _) in found.items() if one is not None}
    more = {name: is_more for name, (_, is_more) in found.items()}
    lows = counted.get("price") or (None, None, None)
    stars = zip(STARS, counted.get("rating", ()), strict=False)
    return Facets(
        categories=_categories(counted.get("category", {}), tree, is_more=more.get("category")),
        brands=tuple(
            _value(slug, times, more["brand"], label=name)
            for slug, times, name in counted.get("brand", ())
        ),
        sizes=tuple(_value(one, times, more["size"]) for one, times in counted.get("size", ())),
        colours=tuple(
            _value(one, times, more["colour"]) for one, times in counted.get("colour", ())
        ),
        price_min_minor=lows[0],
        price_max_minor=lows[1],
        prices=_buckets(lows[2] or {}, is_more=more.get("price")),
        in_stock=_value("true", counted.get("in_stock", 0), more.get("in_stock"), label="In stock"),
        ratings=tuple(
            _value(str(star), times, more["rating"], label=f"{star} and up")
            for star, times in stars
        ),
    )


def _value(value: str, times: int, is_more: bool | None, *, label: str = "") -> FacetValue:  # noqa: FBT001
    return FacetValue(
        value=value,
        label=label or value,
        count=min(times, SHOWN),
        is_at_least=bool(is_more) or times > SHOWN,
    )


def _categories(
    times: Mapping[str, int], tree: Sequence[CategoryRow], *, is_more: bool | None
) -> tuple[FacetValue, ...]:
    """Each category with all below it, in the order in which people see them."""
    above = {str(row[0]): str(row[1]) if row[1] else "" for row in tree}
    total: defaultdict[str, int] = defaultdict(int)
    for category, count in times.items():
        at = category
        while at:
            total[at] += count
            at = above.get(at, "")
    return tuple(
        _value(slug, total[str(id_)], is_more, label=name)
        for id_, _, slug, name in tree
        if total[str(id_)]
    )


def _buckets(times: Mapping[str, int], *, is_more: bool | None) -> tuple[PriceBucket, ...]:
    ends = (*EDGES[1:], None)
    return tuple(
        PriceBucket(
            from_minor=start,
            to_minor=end,
            count=min(count, SHOWN),
            is_at_least=bool(is_more) or count > SHOWN,
        )
        for number, (start, end) in enumerate(zip(EDGES, ends, strict=True), 1)
        if (count := times.get(str(number), 0))
    )
