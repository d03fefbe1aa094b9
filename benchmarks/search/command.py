"""`./fashionistar bench search`: search and typeahead beside their own statements."""

from collections.abc import Sequence
from functools import partial
from urllib.parse import quote

from benchmarks.common.bench import Bench, main
from benchmarks.common.results import Reading, Results
from benchmarks.common.spread import Spread
from benchmarks.common.subjects import LEAN, Asked, Subject
from benchmarks.common.targets import Target
from benchmarks.twins import systems as twins
from devstack.paths import Home

PRODUCTS = 100_000
WORDS = ("agbada", "ankara dress", "agbda", "red gele", "aso oke", "shoes")
LETTERS = ("ag", "anka", "agbda", "gele r")
LIMIT = 3.0  # times the time of its statements inside PostgreSQL


def _search(words: str) -> Asked:
    path = f"/api/v2/products/search/?q={quote(words)}&limit=20"
    return Asked(f"search {words!r}", LEAN, [path], twins.V2_LIST.name)


def _suggest(letters: str) -> Asked:
    path = f"/api/v2/suggest/?q={quote(letters)}"
    return Asked(f"suggest {letters!r}", LEAN, [path], twins.V2_LIST.name)


SEARCHES = [*map(_search, WORDS), *map(_suggest, LETTERS)]


def over_its_sql(reading: Reading) -> float | None:
    """The slow answers of a row over the mean time of its statements inside PostgreSQL."""
    return reading.p95 / reading.sql if reading.p95 and reading.sql else None


def _p95(asked: Asked, found: Results) -> Spread | None:
    return found.spread(asked.name, over_its_sql)


SUBJECTS: list[Subject] = [twins.V2_LIST, *SEARCHES]
TARGETS = [
    Target[Results](f"{one.name}: p95 of its SQL", LIMIT, True, "x", partial(_p95, one))
    for one in SEARCHES
]
BENCH = Bench(
    "search",
    "Search and typeahead",
    SUBJECTS,
    TARGETS,
    remarks=["One client: a wait is the work itself. `agbda` is a typo."],
    clients=1,
    products=PRODUCTS,
)


def run(home: Home, words: Sequence[str]) -> int:
    """Measure and print."""
    return main(home, words, BENCH)
