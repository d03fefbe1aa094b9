"""The twins as processes, and the rows that several benchmarks share."""

from benchmarks.common.subjects import KEEPING, LEAN, NOTHING_KEPT, Asked, Statement, System
from benchmarks.twins.shape import LIST_OF_20

RAW = System("raw ASGI", "benchmarks.twins.raw:application")
FAST = System("fastapi", "benchmarks.twins.fast.app:application")
NAIVE = System("naive django", "benchmarks.twins.naive.asgi:application")
COLD = System("fashionistar cold", "benchmarks.twins.hello.cold:application", NOTHING_KEPT)
HELLO = System("fashionistar hello", "benchmarks.twins.hello.asgi:application")

PAGE = "/api/v2/products/?limit=20"
V1_PAGE = "/api/v1/products/?limit=20"

RAW_HELLO = Asked("raw ASGI hello", RAW, ["/"])
FAST_HELLO = Asked("FastAPI hello", FAST, ["/hello"], RAW_HELLO.name)
OUR_HELLO = Asked("v2 hello, whole stack", HELLO, ["/api/v2/bench/hello"], FAST_HELLO.name)
FAST_LIST = Asked("FastAPI + asyncpg + pydantic", FAST, [PAGE], RAW_HELLO.name, same_as="v2 list")
V2_LIST = Asked("v2 list", LEAN, [PAGE], FAST_LIST.name)
KEPT_LIST = Asked("v2 list, answer kept", KEEPING, [PAGE], V2_LIST.name, same_as=V2_LIST.name)
COLD_LIST = Asked("v2 list, no tile remembered", COLD, [PAGE], FAST_LIST.name, same_as=V2_LIST.name)
MSGSPEC_LIST = Asked(
    "FastAPI + asyncpg + msgspec", FAST, ["/msgspec/products/?limit=20"], FAST_LIST.name,
    same_as=V2_LIST.name,
)  # fmt: skip
V1_LIST = Asked("v1 list", LEAN, [V1_PAGE], V2_LIST.name)
NAIVE_DRF = Asked("naive DRF ModelSerializer", NAIVE, [V1_PAGE], V2_LIST.name, same_as=V2_LIST.name)
NAIVE_NINJA = Asked("naive async Ninja", NAIVE, [PAGE], V2_LIST.name, same_as=V2_LIST.name)
RAW_SQL = Statement("the statement alone (pgbench)", LIST_OF_20)
