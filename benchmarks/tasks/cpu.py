"""Processor time of process trees and of Redis."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

import psutil
import redis


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


def seconds_of(pids: Iterable[int]) -> float:
    """User and system time of processes with their children, also of children that ended."""
    total = 0.0
    for pid in pids:
        root = psutil.Process(pid)
        for process in [root, *root.children(recursive=True)]:
            try:
                total += sum(process.cpu_times()[:4])  # own and awaited children's, user and system
            except psutil.NoSuchProcess:
                continue
    return total


def redis_seconds(store: redis.Redis) -> float:
    """User and system time of the server itself, its savers excluded."""
    told = store.info("cpu")
    return float(told["used_cpu_sys"]) + float(told["used_cpu_user"])
