"""A process of its own that takes locks; `test_locks` starts, freezes and kills it.

Usage: python -m tests.lock_process hold|leave_in_child|count NAME TTL THREADS, with TASKS as JSON
in the environment. Says the token once it holds the lock, then whether it is lost for each line.
"""

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import django
from django.conf import settings
from redis import Redis

from leased_tasks.locks import lock

TASKS = json.loads(os.environ["TASKS"])


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def hold(name: str, ttl: float) -> None:
    with lock(name, ttl=ttl) as held:
        say(held.token)
        for _ in sys.stdin:
            say("lost" if held.lost else "held")


def leave_in_child(name: str, ttl: float) -> None:
    """Fork in the block: the child leaves it, the parent stays."""
    with lock(name, ttl=ttl) as held:
        if child := os.fork():
            os.waitpid(child, 0)
            held.renew()
            say("held")
            sys.stdin.readline()


def count(name: str, ttl: float, threads: int) -> None:
    """Raise a counter that nothing but the lock protects, ten times in each thread."""
    redis = Redis.from_url(TASKS["default"]["OPTIONS"]["url"])

    def add(_: int) -> list[tuple[int, int]]:
        seen = []
        for _ in range(10):
            with lock(name, ttl=ttl, wait=60) as held:
                value = int(redis.get(f"{name}:value") or 0)
                time.sleep(0.001)
                redis.set(f"{name}:value", value + 1)
                seen.append((value, held.token))
        return seen

    with ThreadPoolExecutor(threads) as pool:
        say(json.dumps([pair for pairs in pool.map(add, range(threads)) for pair in pairs]))
    redis.close()


if __name__ == "__main__":
    settings.TASKS = TASKS
    django.setup()
    what, name, ttl, threads = sys.argv[1:]
    if what == "count":
        count(name, float(ttl), int(threads))
    else:
        {"hold": hold, "leave_in_child": leave_in_child}[what](name, float(ttl))
