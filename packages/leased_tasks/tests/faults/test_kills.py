"""kill -9, at random and at named points: nothing lost, nothing doubled."""

import time

import pytest

from tests.faults.conftest import LONG
from tests.faults.project import tasks

pytestmark = pytest.mark.faults

TASKS, KILLS = (50_000, 200) if LONG else (1_500, 8)
POINTS = (
    "before_fetch",
    "after_fetch",
    "in_transaction",
    "after_effect",
    "before_settle",
    "after_settle",
)


def test_kill_minus_nine_loses_and_doubles_nothing(standalone, fleet_for, effects):
    # Neighbours of a killed task are no suspects here: so many random kills would bury them.
    fleet, backend = fleet_for({**standalone.options, "max_losses": 100})
    fleet.environment["FAULTS_POINTS"] = " ".join(
        f"{point}:{KILLS / 2 / len(POINTS) / _passes(point)}" for point in POINTS
    )
    backend.enqueue_many(tasks.effect, [((number,), {}) for number in range(TASKS)])
    fleet.start(2)

    def done() -> bool:
        finished = effects.count()[1]
        # Spread over the whole run: each kill finds work in hand.
        if fleet.deaths < KILLS and finished >= TASKS * fleet.deaths / KILLS:
            fleet.kill_one()
        return bool(finished == TASKS)

    fleet.until(done, 3_000 if LONG else 120)
    assert effects.count() == (TASKS, TASKS)
    assert fleet.deaths >= KILLS * 0.9
    lost = int(standalone.server.ask("HGET", f"{backend.keys('default').base}:total", "lost"))
    print(
        f"\n{TASKS} tasks, {fleet.deaths} workers killed with {lost} tasks in hand, "
        f"{TASKS} effects, none lost, none twice"
    )


def _passes(point: str) -> float:
    """About how often a run passes the point: tasks, or batches of them."""
    return TASKS if point in {"in_transaction", "after_effect"} else TASKS / 4


def test_a_task_that_kills_its_worker_is_buried_and_the_queue_goes_on(
    standalone, fleet_for, effects
):
    fleet, backend = fleet_for({**standalone.options, "max_losses": 3})
    poison = tasks.poison.using(priority=100).enqueue()
    backend.enqueue_many(tasks.effect, [((number,), {}) for number in range(20)])
    fleet.start(1)
    fleet.until(lambda: backend.get_result(poison.id).is_finished, 60)
    fleet.until(lambda: effects.count()[1] == 20, 30)
    found = backend.get_result(poison.id)
    assert found.status == "FAILED"
    assert [error.exception_class_path for error in found.errors] == [
        "leased_tasks.errors.WorkerLost"
    ] * 3
    assert fleet.deaths == 3


def test_deploys_lose_and_double_nothing(standalone, fleet_for, effects):
    fleet, backend = fleet_for(standalone.options)
    total = 5_000 if LONG else 1_000
    fleet.start(2)
    backend.enqueue_many(tasks.effect, [((number,), {}) for number in range(total)])
    for _ in range(10 if LONG else 3):
        time.sleep(1)
        fleet.processes[0].terminate()
        fleet.processes[0].wait(30)
        fleet.tend()
    fleet.until(lambda: effects.count()[1] == total, 120)
    assert effects.count() == (total, total)
    # Handed over, not lost: no lease had to run out.
    lost = standalone.server.ask("HGET", f"{backend.keys('default').base}:total", "lost")
    assert lost is None
