"""What the scripts say of a queue, and what purging leaves behind."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.tasks import TaskResultStatus
from django.tasks.exceptions import TaskResultDoesNotExist

from leased_tasks import operations
from leased_tasks.inspection import PURGEABLE, WorkerFacts
from leased_tasks.monitoring.rules import Rules
from leased_tasks.monitoring.watch import Watch
from leased_tasks.queues import known_workers, queue_named
from tests.operators import jobs
from tests.operators.driving import all_finished, work


def tomorrow():
    return datetime.now(UTC) + timedelta(days=1)


def fetch(queue, count=10, **options):
    given = replace(queue.backend.settings, **options)
    call = operations.fetch(queue.keys, count, "w", given)
    return queue.backend.connection.run(call)


@pytest.fixture
def queue(backend):
    return queue_named("default")


def test_an_untouched_queue_is_empty(queue):
    stats = queue.stats()
    assert [stats.count(state) for state in ("ready", "running", *PURGEABLE)] == [0] * 6
    assert (stats.paused, stats.oldest_age, stats.counters) == (0, 0.0, {})
    assert [sum((m.enqueued, m.successful, m.failed)) for m in queue.minutes()] == [0] * 60


def test_each_state_is_counted_and_listed(queue, settings):
    settings.TASKS_RETRY_POLICY = {"default_retry_delay_seconds": 600}
    failed, retried = jobs.fail.enqueue(), jobs.fail_for_now.enqueue()
    done = jobs.add.enqueue(1, 2)
    first, limited = jobs.rarely.enqueue(), jobs.rarely.enqueue()

    def settled():
        stats = queue.stats()
        return all_finished([failed, done, first])() and (stats.delayed, stats.waiting) == (1, 1)

    work(queue.backend, settled)
    later = jobs.add.using(run_after=tomorrow()).enqueue(3, 4)
    ready = [jobs.add.using(priority=level).enqueue(level, 0) for level in (0, 10)]
    running = fetch(queue, 1).leases[0]
    stats = queue.stats()
    assert (stats.ready, stats.running, stats.delayed, stats.waiting, stats.dead) == (1, 1, 2, 1, 1)
    assert stats.counters["enqueued"] == 8
    assert (stats.ended("S"), stats.ended("F"), stats.ended("R")) == (2, 1, 1)
    listed = {state: queue.tasks(state).tasks for state in ("ready", "running", *PURGEABLE)}
    assert {state: [each.id for each in found] for state, found in listed.items()} == {
        "ready": [ready[0].id],
        "running": [ready[1].id],
        "delayed": [retried.id, later.id],
        "waiting": [limited.id],
        "dead": [failed.id],
    }
    assert listed["running"][0].due == pytest.approx(stats.now + 3000, abs=2000)
    assert running.id == ready[1].id
    again, dead = listed["delayed"][0], listed["dead"][0]
    assert (again.attempts, again.error) == (1, "builtins.ValueError")
    assert again.path == "tests.operators.jobs.fail_for_now"
    assert again.due - stats.now == pytest.approx(600_000, rel=0.2)
    assert (dead.attempts, dead.error) == (1, "leased_tasks.errors.PermanentError")
    minutes = queue.minutes()
    assert sum(each.successful for each in minutes) == 2
    assert sum(each.failed for each in minutes) == 1
    assert minutes[-1].minute - minutes[0].minute == 59


def test_pages_follow_each_other(queue):
    ids = [jobs.add.enqueue(number, 0).id for number in range(7)]
    pages = [queue.tasks("ready", offset=at, limit=3) for at in (0, 3, 6)]
    assert [each.id for page in pages for each in page.tasks] == ids
    assert {page.total for page in pages} == {7}


def test_the_oldest_ready_task_is_found_behind_any_priority(queue):
    jobs.add.using(priority=-100).enqueue(1, 1)
    time.sleep(0.3)
    for priority in (100, 3, 0, -99):
        jobs.add.using(priority=priority).enqueue(1, 1)
    assert 0.3 <= queue.stats().oldest_age < 2


def test_a_task_that_was_delayed_is_as_old_as_its_moment(queue):
    soon = datetime.now(UTC) + timedelta(seconds=0.6)
    jobs.add.using(run_after=soon).enqueue(1, 1)
    time.sleep(0.7)
    fetch(queue, 0)
    assert queue.stats().ready == 1
    assert queue.stats().oldest_age < 0.4
    time.sleep(0.4)
    assert queue.stats().oldest_age >= 0.4


@pytest.mark.parametrize("count", [3, 1203])
def test_purging_takes_all_of_one_state(queue, count):
    queue.backend.enqueue_many(jobs.add, [((number, 0), {}) for number in range(count)])
    kept = jobs.add.using(run_after=tomorrow()).enqueue(1, 1)
    assert queue.purge("ready") == count
    assert (queue.stats().ready, queue.stats().delayed) == (0, 1)
    assert queue.purge("delayed") == 1
    with pytest.raises(TaskResultDoesNotExist):
        queue.backend.get_result(kept.id)
    assert queue.stats().counters["purged"] == count + 1
    rest = queue.backend.connection.client.keys(f"{queue.keys.base}:t:*")
    assert rest == []


def test_a_purged_task_frees_its_unique_key(queue):
    first = jobs.once_at_a_time.enqueue(7)
    assert jobs.once_at_a_time.enqueue(7).id == first.id
    queue.purge("ready")
    assert jobs.once_at_a_time.enqueue(7).id != first.id


def test_cancelling_a_running_task_keeps_the_unique_key_of_the_next(queue):
    first = jobs.once_at_a_time.enqueue(7)
    fetch(queue, 1)
    second = jobs.once_at_a_time.enqueue(7)
    assert first.id != second.id
    assert queue.backend.cancel(first.id)
    assert jobs.once_at_a_time.enqueue(7).id == second.id


def test_a_purged_task_leaves_its_waiting_room(queue):
    first, second = jobs.alone.enqueue(0), jobs.alone.enqueue(0)
    lease = fetch(queue).leases[0]
    assert (lease.id, queue.stats().waiting) == (first.id, 1)
    assert queue.purge("waiting") == 1
    ending = operations.Ending(lease, "S", "x", "null")
    queue.backend.connection.run(operations.settle(queue.keys, [ending], queue.backend.settings))
    assert fetch(queue).leases == []
    third = jobs.alone.enqueue(0)
    assert [each.id for each in fetch(queue).leases] == [third.id]
    assert second.id not in {each.id for each in queue.tasks("ready").tasks}


def test_marks_of_rate_limits_are_no_tasks(queue):
    jobs.rarely.enqueue()
    waits = jobs.rarely.enqueue()
    fetch(queue)
    assert (queue.stats().delayed, queue.stats().waiting) == (0, 1)
    assert queue.purge("delayed") == 0
    assert queue.purge("waiting") == 1
    with pytest.raises(TaskResultDoesNotExist):
        queue.backend.get_result(waits.id)


def test_a_running_task_is_never_deleted(queue):
    result = jobs.add.enqueue(1, 1)
    fetch(queue)
    assert not queue.discard(result.id)
    assert not queue.discard("default." + "0" * 32)
    result.refresh()
    assert result.status is TaskResultStatus.RUNNING


def test_one_dead_task_is_deleted(queue):
    failed = [jobs.fail.enqueue(), jobs.fail.enqueue()]
    work(queue.backend, all_finished(failed))
    assert queue.discard(failed[0].id)
    assert [each.id for each in queue.tasks("dead").tasks] == [failed[1].id]


def test_a_dead_task_past_its_time_is_not_counted(queue, settings):
    settings.TASKS["default"]["OPTIONS"]["failed_ttl"] = 1
    result = jobs.fail.enqueue()
    work(queue.backend, all_finished([result]))
    assert queue.stats().dead == 1
    time.sleep(1.1)
    assert queue.stats().dead == 0
    assert queue.tasks("dead").total == 0
    assert queue.purge("dead") == 0


def test_a_worker_is_known_while_it_lives(queue):
    seen: list[WorkerFacts] = []

    def spoken():
        seen[:] = known_workers()
        return bool(seen)

    worker = work(queue.backend, spoken)
    assert [each.id for each in seen] == [worker.id]
    assert seen[0].age < 5
    assert seen[0].facts["queues"] == "default/default,default/emails"
    assert known_workers() == []


def test_the_task_that_kills_its_workers_is_told_of(queue):
    result = jobs.add.enqueue(1, 1)
    fetch(queue, lease=0.1)
    time.sleep(0.2)
    ((task_id, attempt, payload),) = fetch(queue, 0, max_losses=1).buried
    assert (task_id, attempt) == (result.id, 1)
    assert b"jobs.add" in payload


def test_it_reads_and_deletes_in_every_mode(servers, settings, caplog):
    backend = {"BACKEND": "leased_tasks.backend.LeasedTasksBackend", "OPTIONS": servers.options}
    settings.TASKS = {"default": backend}
    queue = queue_named("default")
    failed = jobs.fail.enqueue()
    rules = Rules(queue_depth_warning_threshold=1, health_check_interval_seconds=0.5)
    work(queue.backend, all_finished([failed]))
    queue.backend.enqueue_many(jobs.add, [((number, 0), {}) for number in range(3)])
    queue.backend.pause("default")

    def warned():
        return any(each.getMessage() == "tasks.queue_deep" for each in caplog.records)

    seen: list[WorkerFacts] = []

    def spoken():
        seen[:] = known_workers()
        return bool(seen) and warned()

    work(queue.backend, spoken, ticks=[Watch(rules)])
    assert seen[0].facts["queues"] == "default/default"
    stats = queue.stats()
    assert (stats.ready, stats.dead, stats.ended("F")) == (3, 1, 1)
    assert sum(each.failed for each in queue.minutes()) == 1
    assert [each.id for each in queue.tasks("dead").tasks] == [failed.id]
    assert (queue.purge("ready"), queue.discard(failed.id)) == (3, True)
    assert (queue.stats().ready, queue.stats().dead) == (0, 0)
    queue.backend.connection.close()
