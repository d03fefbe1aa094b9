"""Processor time of worker trees and of the store."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

import redis

from benchmarks.common.cpu import seconds_of


@dataclass(frozen=True)
class Reading:
    """Seconds of processor time at one moment."""

    at: float
    workers: float
    store: float


def read(worker_pids: Iterable[int], store: redis.Redis, postgres_pid: int | None) -> Reading:
    """The worker trees, and the store: Redis, or PostgreSQL where its pid is given."""
    used = seconds_of([postgres_pid]) if postgres_pid else redis_seconds(store)
    return Reading(time.monotonic(), seconds_of(worker_pids), used)


def redis_seconds(store: redis.Redis) -> float:
    """User and system time of the server itself, its savers excluded."""
    told = store.info("cpu")
    return float(told["used_cpu_sys"]) + float(told["used_cpu_user"])
