"""The commands for operators, as a person types them."""

import json
import os
import pty
import signal
import subprocess
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.tasks import TaskResultStatus

from leased_tasks.queues import queue_named
from tests.operators import jobs
from tests.operators.driving import all_finished, process, work
from tests.operators.test_inspection import fetch, tomorrow


def said(*words, **options):
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def queue(backend):
    return queue_named("default")


def test_stats_shows_every_queue_and_no_worker(queue):
    jobs.add.enqueue(1, 2)
    jobs.add.using(run_after=tomorrow()).enqueue(1, 2)
    queue.backend.pause("emails")
    lines = said("tasks_stats").splitlines()
    assert lines[0].split()[:4] == ["QUEUE", "READY", "OLDEST", "RUNNING"]
    assert lines[1].split()[:2] == ["default", "1"]
    assert lines[1].endswith("open")
    assert "paused since" in lines[2]
    assert "No worker runs" in lines[-1]
    assert len({line.index("DELAYED") + 7 for line in lines[:1]}) == 1
    assert lines[1][: lines[0].index("DELAYED") + 7].endswith(" 1")


def test_stats_shows_the_workers(queue):
    shown: list[str] = []

    def heard():
        shown[:] = said("tasks_stats").splitlines()
        return "WORKER" in shown[-2] if len(shown) > 4 else False

    worker = work(queue.backend, heard)
    assert shown[-1].startswith(worker.id)
    assert "default/default,default/emails" in shown[-1]


def test_stats_for_programs(queue):
    jobs.add.enqueue(1, 2)
    facts = json.loads(said("tasks_stats", queue="default", json=True))
    (only,) = facts["queues"]
    assert (only["queue"], only["ready"], only["paused_since"]) == ("default", 1, None)
    assert only["counters"] == {"enqueued": 1}
    assert facts["workers"] == []


def test_stats_goes_on_until_interrupted(queue):
    words = ("tasks_stats", "--watch", "0.1", "--json")
    with process(queue.backend, *words, stdout=subprocess.PIPE) as running:
        assert running.stdout
        lines = [json.loads(running.stdout.readline()) for _ in range(3)]
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 0
    assert [each["queue"] for each in lines[2]["queues"]] == ["default", "emails"]


def test_an_unknown_queue_is_answered_with_the_known_ones(queue):
    for words in (("tasks_stats", "--queue", "x"), ("tasks_pause", "default", "x")):
        with pytest.raises(CommandError, match="default/default, default/emails"):
            said(*words)
    assert queue.stats().paused == 0


def test_without_redis_the_exit_code_is_three(backend, settings):
    settings.TASKS = {
        "default": {**settings.TASKS["default"], "OPTIONS": {"url": "redis://127.0.0.1:1/0"}}
    }
    with pytest.raises(CommandError, match="Redis does not answer") as caught:
        said("tasks_stats")
    assert caught.value.returncode == 3


def test_without_a_queue_of_ours_it_says_so(settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    with pytest.raises(CommandError, match="no queue"):
        said("tasks_list")


def test_list_by_state(queue):
    results = [jobs.fail.enqueue(), jobs.fail.enqueue()]
    work(queue.backend, all_finished(results))
    lines = said("tasks_list", state="dead", limit=1).splitlines()
    assert lines[0].split()[:4] == ["ID", "TASK", "PRIORITY", "ATTEMPTS"]
    assert "tests.operators.jobs.fail" in lines[1]
    assert lines[1].endswith("leased_tasks.errors.PermanentError")
    assert lines[2] == "and 1 more; see --limit"
    rows = said("tasks_list", state="dead", json=True).splitlines()
    assert {json.loads(row)["id"] for row in rows} == {result.id for result in results}
    assert said("tasks_list", queue="emails") == "No task is ready.\n"


def test_retry_by_id_says_what_cannot_be(queue):
    failed, ready = jobs.fail.enqueue(), jobs.add.using(queue_name="emails").enqueue(1, 2)
    queue.backend.pause("emails")
    work(queue.backend, all_finished([failed]))
    out = StringIO()
    with pytest.raises(CommandError, match="1 of them"):
        call_command("tasks_retry", failed.id, ready.id, stdout=out)
    assert f"{failed.id}: runs again" in out.getvalue()
    failed.refresh()
    assert failed.status is TaskResultStatus.READY


def test_retry_all_dead_tasks_of_one_kind(queue):
    failed = [jobs.fail.enqueue(str(number)) for number in range(3)]
    other = jobs.fail_here.enqueue()
    work(queue.backend, all_finished([*failed, other]))
    words = ("tasks_retry", "--queue", "default", "--dead", "--path", "tests.operators.jobs.fail")
    assert said(*words) == "3 dead tasks of default run again.\n"
    assert [task.id for task in queue.tasks("dead").tasks] == [other.id]
    assert queue.stats().ready == 3
    with pytest.raises(CommandError, match="--dead"):
        said("tasks_retry", queue="default")


def test_cancel_by_id_and_by_kind(queue):
    one = jobs.add.enqueue(1, 2)
    assert said("tasks_cancel", one.id) == f"{one.id}: cancelled\n"
    with pytest.raises(CommandError, match="finished or not known"):
        said("tasks_cancel", one.id, "nonsense")
    kept = jobs.rest.using(priority=5).enqueue(0)
    calls: list[Any] = [((number, 0), {}) for number in range(600)]
    results = queue.backend.enqueue_many(jobs.add, calls)
    results += [jobs.add.using(run_after=tomorrow()).enqueue(1, 2)]
    fetch(queue, 3)
    words = ("tasks_cancel", "--queue", "default", "--path", "tests.operators.jobs.add")
    assert said(*words) == "601 tasks of default cancelled.\n"
    assert all_finished(results)()
    kept.refresh()
    assert kept.status is TaskResultStatus.RUNNING
    with pytest.raises(CommandError, match="--path"):
        said("tasks_cancel", queue="default")


def test_purge_asks_on_a_terminal(queue):
    jobs.add.enqueue(1, 2)
    words = ("tasks_purge", "--queue", "default", "--state", "ready")
    for answer, left in ((b"n\n", 1), (b"y\n", 0)):
        ours, theirs = pty.openpty()
        streams = {"stdin": theirs, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with process(queue.backend, *words, **streams) as running:
            os.write(ours, answer)
            out, _ = running.communicate(timeout=30)
        assert "Delete 1 ready tasks of default for ever?" in out
        assert (running.returncode, queue.stats().ready) == (left, left)
        os.close(ours)
        os.close(theirs)


def test_purge_deletes_unasked_only_if_told_so(queue):
    queue.backend.enqueue_many(jobs.add, [((1, 2), {})] * 3)
    words = ("tasks_purge", "--queue", "default", "--state", "ready")
    with process(
        queue.backend, *words, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as running:
        _, complaint = running.communicate(timeout=30)
    assert (running.returncode, "--yes" in complaint) == (1, True)
    assert queue.stats().ready == 3
    assert said(*words, "--yes") == "3 ready tasks of default deleted.\n"
    assert said(*words) == "0 ready tasks of default deleted.\n"


def test_pause_and_resume(queue):
    assert said("tasks_pause", "default", "emails") == "default: paused\nemails: paused\n"
    jobs.add.enqueue(1, 2)
    assert fetch(queue).leases == []
    assert said("tasks_resume", "default/default") == "default: open\n"
    assert len(fetch(queue).leases) == 1
