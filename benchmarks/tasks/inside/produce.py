"""Enqueues for one system, in a process of its own; prints what it saw as one line of JSON.

python -m benchmarks.tasks.inside.produce MODULE prepare
python -m benchmarks.tasks.inside.produce MODULE fill noop|nap COUNT
python -m benchmarks.tasks.inside.produce MODULE idle COUNT
"""

import asyncio
import importlib
import inspect
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

from benchmarks.tasks.inside.probe import STAMPS, numbers_in

ONE_BY_ONE = 3000  # so many calls time `enqueue` where the rest can go in by `enqueue_many`
WARM_UPS = 10
APART_SECONDS = 0.02
PATIENCE_SECONDS = 30.0
Send = Callable[..., Awaitable[None]]
Answer = dict[str, Any]


async def fill(module: Any, send: Send, words: list[str]) -> Answer:
    """Put COUNT tasks into the queue; calls per second."""
    kind, total = words[0], int(words[1])
    many = getattr(module, "send_many", None)
    single = min(total, ONE_BY_ONE) if many else total
    began = time.perf_counter()
    for _ in range(single):
        await send(kind)
    answer: Answer = {"enqueue": single / (time.perf_counter() - began)}
    if many and total > single:
        began = time.perf_counter()
        many(kind, total - single)
        answer["enqueue_many"] = (total - single) / (time.perf_counter() - began)
    return answer


async def idle(module: Any, send: Send, words: list[str]) -> Answer:
    """Enqueue COUNT tasks for an idle worker; milliseconds from before each to its first line."""
    count = int(words[0]) + WARM_UPS
    starts = numbers_in(Path(os.environ["PROBE_FOLDER"]) / "starts", STAMPS)
    sent = []
    for number in range(count):
        sent.append(time.monotonic_ns())
        await send("stamp", number)
        if number < WARM_UPS:
            _until_started(starts, number)
        time.sleep(APART_SECONDS)  # noqa: ASYNC251  # nothing else is on this loop
    for number in range(count):
        _until_started(starts, number)
    waits = [(starts[number] - sent[number]) / 1e6 for number in range(WARM_UPS, count)]
    return {"waits_ms": waits}


def _until_started(starts: "memoryview[int]", number: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while starts[number] == 0:
        if time.monotonic() > deadline:
            sys.exit(f"task {number} did not start in {PATIENCE_SECONDS:.0f} s")
        time.sleep(0.001)


def prepare(module: Any) -> Answer:
    """Empty whatever the system keeps outside Redis."""
    if hasattr(module, "prepare"):
        module.prepare()
    return {}


def awaitable(send: Callable[..., Any]) -> Send:
    """A `send` that blocks, in the shape of one that does not; costs one more plain call."""

    async def call(*arguments: Any) -> None:
        send(*arguments)

    return call


def run_blocking(coroutine: Coroutine[Any, Any, Answer]) -> Answer:
    """Run a coroutine that never waits, without a loop: Django refuses its ORM inside one."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        answer: Answer = end.value
        return answer
    raise RuntimeError("a blocking system waited for a loop")


ACTIONS = {"fill": fill, "idle": idle}


def main(words: list[str]) -> None:
    """Do what the words say."""
    module = importlib.import_module(f"benchmarks.tasks.inside.{words[0]}")
    print(json.dumps(_answer(module, words[1], words[2:])))


def _answer(module: Any, action: str, words: list[str]) -> Answer:
    if action == "prepare":
        return prepare(module)
    if action not in ACTIONS:  # one that this system alone has
        told: Answer = getattr(module, action)(words)
        return told
    if inspect.iscoroutinefunction(module.send):
        return asyncio.run(ACTIONS[action](module, module.send, words))
    return run_blocking(ACTIONS[action](module, awaitable(module.send), words))


if __name__ == "__main__":
    main(sys.argv[1:])
