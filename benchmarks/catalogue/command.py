"""`./fashionistar bench catalogue`: the shop's hottest reads beside FastAPI, DRF and raw ASGI."""

from collections.abc import Sequence

from benchmarks.common.bench import Bench, main
from benchmarks.common.results import Results
from benchmarks.common.subjects import LEAN, Asked, Subject
from benchmarks.common.targets import Target
from benchmarks.twins import systems as twins
from devstack.paths import Home

V2_DETAIL = Asked("v2 detail", LEAN, ["/api/v2/products/{slug}/"], twins.V2_LIST.name)
V1_DETAIL = Asked("v1 detail", LEAN, ["/api/v1/products/{slug}/"], twins.V2_LIST.name)

SUBJECTS: list[Subject] = [
    twins.RAW_HELLO,
    twins.FAST_HELLO,
    twins.OUR_HELLO,
    twins.RAW_SQL,
    twins.FAST_LIST,
    twins.MSGSPEC_LIST,
    twins.V2_LIST,
    twins.COLD_LIST,
    twins.KEPT_LIST,
    twins.V1_LIST,
    twins.NAIVE_DRF,
    twins.NAIVE_NINJA,
    V2_DETAIL,
    V1_DETAIL,
]


TARGETS = [
    Target[Results](
        "v2 list of FastAPI + asyncpg + pydantic", 0.8, True, "x",
        lambda found: found.ratio(twins.V2_LIST.name, twins.FAST_LIST.name),
    ),
    Target[Results](
        "v2 list, no tile remembered, of FastAPI + asyncpg + pydantic", 0.8, True, "x",
        lambda found: found.ratio(twins.COLD_LIST.name, twins.FAST_LIST.name),
    ),
    Target[Results](
        "v2 list, answer kept, of v2 list", 0.6, True, "x",
        lambda found: found.ratio(twins.KEPT_LIST.name, twins.V2_LIST.name),
    ),
    Target[Results](
        "v2 list of a raw ASGI hello", 13, True, "x",
        lambda found: found.ratio(twins.V2_LIST.name, twins.RAW_HELLO.name),
    ),
    Target[Results](
        "naive DRF ModelSerializer of v2 list", 12, False, "x",
        lambda found: found.ratio(twins.NAIVE_DRF.name, twins.V2_LIST.name),
    ),
    Target[Results](
        "naive async Ninja of v2 list", 12, False, "x",
        lambda found: found.ratio(twins.NAIVE_NINJA.name, twins.V2_LIST.name),
    ),
    Target[Results](
        "hello through the whole stack of FastAPI's", 1.3, True, "x",
        lambda found: found.ratio(twins.OUR_HELLO.name, twins.FAST_HELLO.name),
    ),
    Target[Results](
        "statements of v2 list", 3, True, "",
        lambda found: found.spread(twins.V2_LIST.name, lambda one: one.statements),
    ),
    Target[Results](
        "statements of v2 detail", 3, True, "",
        lambda found: found.spread(V2_DETAIL.name, lambda one: one.statements),
    ),
]  # fmt: skip

BENCH = Bench(
    "catalogue",
    "Product list of 20 with picture, price and vendor",
    SUBJECTS,
    TARGETS,
    equal_headers=[one.name for one in (twins.FAST_HELLO, twins.FAST_LIST, twins.MSGSPEC_LIST,
                                        twins.OUR_HELLO, twins.V2_LIST)],
)  # fmt: skip


def run(home: Home, words: Sequence[str]) -> int:
    """Measure and print."""
    return main(home, words, BENCH)
