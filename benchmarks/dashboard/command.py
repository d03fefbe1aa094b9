"""`./fashionistar bench dashboard`: seven reads at once, beside FastAPI and `gather(a*)`."""

from collections.abc import Sequence

from benchmarks.common.bench import FACTS, Bench, main
from benchmarks.common.results import Reading, Results
from benchmarks.common.shop import Shop
from benchmarks.common.subjects import LEAN, Asked, Subject
from benchmarks.common.targets import Target
from benchmarks.twins import systems as twins
from devstack.paths import Home
from devstack.steps import step

PATH = "/api/v2/vendor/dashboard/"
FAST = Asked("FastAPI + asyncpg, gather", twins.FAST, [PATH], signed_in=True)
OURS = Asked("v2 dashboard", LEAN, [PATH], FAST.name, signed_in=True)
NAIVE = Asked("naive gather(a*)", twins.NAIVE, [PATH], OURS.name, same_as=OURS.name, signed_in=True)
SUBJECTS: list[Subject] = [FAST, OURS, NAIVE]


def over_its_slowest(reading: Reading) -> float | None:
    """The middle answer over the mean of its slowest statement inside PostgreSQL."""
    return reading.p50 / reading.slowest if reading.slowest else None


def wall(reading: Reading) -> float:
    """The middle answer."""
    return reading.p50


TARGETS = [
    Target[Results](
        "wall of v2 dashboard, of its slowest statement", 1.3, True, "x",
        lambda found: found.spread(OURS.name, over_its_slowest),
    ),
    Target[Results](
        "wall of v2 dashboard, of FastAPI + asyncpg doing the same", 1.1, True, "x",
        lambda found: found.ratio(OURS.name, FAST.name, wall),
    ),
]  # fmt: skip


def prepare(open_shop: Shop) -> None:
    """Sales and views for the largest store."""
    with step("fill the dashboard") as current:
        vendor_id = open_shop.inside(FACTS)["vendor_id"]
        told = open_shop.inside("benchmarks.dashboard.prepare", vendor_id)
        current.note(f"{told['rows']:,} rows")
    open_shop.analyse()


BENCH = Bench(
    "dashboard",
    "A vendor's dashboard",
    SUBJECTS,
    TARGETS,
    remarks=[
        "One client: a wait is the work itself. FastAPI's twin runs the very same statements and",
        "sends their rows; ours works them into figures, days and a forecast besides.",
    ],
    equal_headers=[FAST.name, OURS.name],
    clients=1,
    prepare=prepare,
)


def run(home: Home, words: Sequence[str]) -> int:
    """Measure and print."""
    return main(home, words, BENCH)
