"""Reads of v2: the QuerySets of `Prepared`, on an async pool that cannot write."""

from apps.common.reads.asking import first, json, page, rows, run, structs
from apps.common.reads.errors import ReadsBusy, ReadTooSlow
from apps.common.reads.pool import close_pool, metrics, open_pool
from apps.common.reads.together import together

__all__ = [
    "ReadTooSlow",
    "ReadsBusy",
    "close_pool",
    "first",
    "json",
    "metrics",
    "open_pool",
    "page",
    "rows",
    "run",
    "structs",
    "together",
]
