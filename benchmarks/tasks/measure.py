"""One measurement of one system: a rate with its costs, or the waits at an idle worker."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.tasks import cpu
from benchmarks.tasks.catalogue import KINDS, Kind, System
from benchmarks.tasks.inside.probe import NUMBERS, SLOTS, numbers_in
from benchmarks.tasks.laboratory import Laboratory
from devstack.errors import Refusal
from devstack.steps import step

ARRIVE_SECONDS = 30.0
STALL_SECONDS = 30.0
SETTLE_SECONDS = 0.3  # acknowledgements of the last tasks belong to the processor time
IDLE_TASKS = 200


@dataclass(frozen=True)
class RateRun:
    """One run. Rates are a second, processor times microseconds a task."""

    system: str
    kind: Kind
    processes: int
    tasks: int
    rate: float
    worker_us: float
    store_us: float
    enqueue: float
    enqueue_many: float | None


def measure_rate(
    lab: Laboratory, system: System, kind: Kind, processes: int, tasks: int
) -> RateRun:
    """Fill the queue, start the workers, open the gate once all have arrived, wait for the end."""
    with step(f"{system.name} {processes}x") as current:
        lab.clear(system)
        filled = lab.produce(system, "fill", kind, str(tasks))
        with lab.workers(system, system.commands(kind, processes)) as pids:
            _await_arrival(lab, system, processes)
            postgres_pid = lab.postgres_pid if system.needs_postgres else None
            before = cpu.read(pids, lab.store, postgres_pid)
            began = time.monotonic()
            (lab.probe_folder / "gate").touch()
            ended = _await_end(lab, system, tasks)
            time.sleep(SETTLE_SECONDS)
            after = cpu.read(pids, lab.store, postgres_pid)
        rate = tasks / (ended - began)
        current.note(f"{KINDS[kind]}: {rate:,.0f}/s")
    return RateRun(
        system.name, kind, processes, tasks, rate,
        (after.workers - before.workers) / tasks * 1e6,
        (after.store - before.store) / tasks * 1e6,
        filled["enqueue"], filled.get("enqueue_many"),
    )  # fmt: skip


def _slot_files(lab: Laboratory) -> list[Path]:
    return list(lab.probe_folder.glob("*.slots"))


def _await_arrival(lab: Laboratory, system: System, processes: int) -> None:
    deadline = time.monotonic() + ARRIVE_SECONDS
    while len(_slot_files(lab)) < processes:
        lab.supervisor.check()
        if time.monotonic() > deadline:
            raise Refusal(
                f"{system.name}: {len(_slot_files(lab))} of {processes} worker processes took a "
                f"task in {ARRIVE_SECONDS:.0f} s; see {lab.home.logs}."
            )
        time.sleep(0.02)


def _await_end(lab: Laboratory, system: System, tasks: int) -> float:
    """Until all tasks were counted; when the last one ended (CLOCK_MONOTONIC)."""
    slots = [numbers_in(path, SLOTS * NUMBERS) for path in _slot_files(lab)]
    seen, progress = 0, time.monotonic()
    while (done := sum(_counts(slots))) < tasks:
        lab.supervisor.check()
        if done > seen:
            seen, progress = done, time.monotonic()
        if time.monotonic() - progress > STALL_SECONDS:
            raise Refusal(f"{system.name} ran {done} of {tasks} tasks, then nothing more.")
        time.sleep(0.02)
    return max(max(slot[1::NUMBERS]) for slot in slots) / 1e9


def _counts(slots: Sequence["memoryview[int]"]) -> list[int]:
    return [sum(slot[::NUMBERS]) for slot in slots]


def measure_idle(lab: Laboratory, system: System) -> list[float]:
    """Milliseconds from just before `enqueue` to the first line, one worker process, no load."""
    with step(f"{system.name} idle") as current:
        lab.clear(system)
        with lab.workers(system, system.commands("noop", 1)):
            waits: list[float] = lab.produce(system, "idle", str(IDLE_TASKS))["waits_ms"]
        current.note(f"{IDLE_TASKS} waits")
    return waits
