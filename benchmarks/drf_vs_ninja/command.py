"""`./fashionistar bench drf-vs-ninja`: "benchmark both implementations, keep what's faster"."""

from collections.abc import Sequence

from benchmarks.common.bench import Bench, main
from benchmarks.common.results import Results
from benchmarks.common.subjects import LEAN, NOTHING_KEPT, Asked, Subject, System
from benchmarks.common.targets import Target
from benchmarks.twins import systems as twins
from devstack.paths import Home

# Django's own handler instead of the lean one: how much of the gain is not Ninja's.
STOCK = System("fashionistar stock", LEAN.app, {"ASGI_HANDLER": "stock", **NOTHING_KEPT})
V2_STOCK = Asked("v2 list, Django's own handler", STOCK, [twins.PAGE], twins.V2_LIST.name)
SUBJECTS: list[Subject] = [
    twins.FAST_LIST,
    twins.V2_LIST,
    V2_STOCK,
    twins.V1_LIST,
    twins.NAIVE_NINJA,
    twins.NAIVE_DRF,
]
TARGETS = [
    Target[Results](
        "naive DRF ModelSerializer of v2 list", 12, False, "x",
        lambda found: found.ratio(twins.NAIVE_DRF.name, twins.V2_LIST.name),
    ),
    Target[Results](
        "naive async Ninja of v2 list", 12, False, "x",
        lambda found: found.ratio(twins.NAIVE_NINJA.name, twins.V2_LIST.name),
    ),
]  # fmt: skip


def conclusion(found: Results) -> str:
    """What the numbers say; nothing of it is known beforehand."""
    pairs = [
        _compared(found, "written with care", twins.V2_LIST, twins.V1_LIST),
        _compared(found, "written naively", twins.NAIVE_NINJA, twins.NAIVE_DRF),
    ]
    said = "; ".join(pair for pair in pairs if pair)
    return f"The same read {said}." if said else ""


def _compared(found: Results, how: str, ninja: Asked, drf: Asked) -> str:
    over = found.ratio(drf.name, ninja.name)
    if over is None:
        return ""
    if over.low <= 1 <= over.high:
        return f"{how}: neither is faster ({over.low:.2f} to {over.high:.2f} times)"
    faster, times = ("Ninja", over.middle) if over.middle > 1 else ("DRF", 1 / over.middle)
    return f"{how}: {faster} needs {times:.1f} times less of the processor, keep {faster}"


BENCH = Bench(
    "drf-vs-ninja",
    "The same list of 20 through DRF (v1) and Ninja (v2), ours and as tutorials have it",
    SUBJECTS,
    TARGETS,
    equal_headers=[twins.FAST_LIST.name, twins.V2_LIST.name],
    conclusion=conclusion,
)


def run(home: Home, words: Sequence[str]) -> int:
    """Measure and print."""
    return main(home, words, BENCH)
