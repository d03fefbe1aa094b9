"""What is warned about, and who is told of failures."""

import asyncio
import json
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from leased_tasks.monitoring.alarm import NOTICE, Alarm
from leased_tasks.monitoring.rules import Rules
from leased_tasks.monitoring.watch import Watch
from leased_tasks.preflight import check_schedule
from leased_tasks.queues import queue_named
from tests.operators import jobs
from tests.operators.driving import (
    all_finished,
    eventually,
    work,
    worker_of,
)
from tests.operators.test_inspection import fetch


class Webhook:
    """A real HTTP server that keeps what is posted to it."""

    def __init__(self):
        self.posted: list[dict[str, Any]] = []
        self.answers: list[int] = []
        self.headers = {}
        webhook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                webhook.posted.append(json.loads(body))
                status = webhook.answers.pop(0) if webhook.answers else 200
                self.send_response(status)
                if status in {301, 302, 307}:
                    self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                """Be quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook/secret"

    @contextmanager
    def listening(self):
        thread = Thread(target=self._server.serve_forever)
        thread.start()
        yield self
        self._server.shutdown()
        thread.join()
        self._server.server_close()


@pytest.fixture
def webhook(backend, settings) -> Iterator[Webhook]:
    with Webhook().listening() as webhook:
        settings.TASKS_MONITORING = {"failure_webhook_url": webhook.url}
        yield webhook


@pytest.fixture
def queue(backend):
    return queue_named("default")


def said(caplog, event):
    return [each for each in caplog.records if each.getMessage() == event]


async def look(backend, rules):
    """Let a worker look that has not begun to work."""
    worker = worker_of(backend)
    await Watch(rules)(worker)
    for source in worker.sources:
        await source.connection.close()


def test_the_names_of_the_setting(settings):
    settings.TASKS_MONITORING = {
        "enabled": True,
        "health_check_interval_seconds": 30,
        "queue_depth_warning_threshold": 1000,
        "task_timeout_warning_seconds": 300,
        "failure_logging": True,
        "failure_webhook_url": "",
    }
    assert Rules.from_settings() == Rules()


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"queue_depth": 5}, "unknown queue_depth; known: enabled"),
        ({"enabled": 1}, "enabled.*True or False"),
        ({"queue_depth_warning_threshold": 0}, "above 0"),
        ({"health_check_interval_seconds": "30"}, "above 0"),
        ({"failure_webhook_url": None}, "a text"),
        ({"failure_webhook_url": "file:///etc/passwd"}, "https://"),
        ({"failure_webhook_url": "https://"}, "https://"),
        ({"failure_webhook_rate": "often"}, "no rate"),
    ],
)
def test_a_wrong_setting_is_refused_and_named(backend, settings, wrong, complaint):
    settings.TASKS_MONITORING = wrong
    with pytest.raises(ImproperlyConfigured, match=complaint):
        Rules.from_settings()
    assert [each.id for each in check_schedule()] == ["leased_tasks.E004"]


def test_a_notice_goes_through_a_declared_queue(backend, settings):
    settings.TASKS["default"]["QUEUES"] = ["emails", "default"]
    assert Rules().webhook_queue().name == "emails"
    assert Rules(failure_webhook_queue="default").webhook_queue().name == "default"
    with pytest.raises(ImproperlyConfigured, match="declared: default/default"):
        Rules(failure_webhook_queue="alerts").webhook_queue()


def test_deep_slow_and_unserved_queues_are_warned_of_once_an_interval(queue, caplog):
    rules = Rules(queue_depth_warning_threshold=2, oldest_ready_warning_seconds=0.2)
    queue.backend.enqueue_many(jobs.add.using(queue_name="emails"), [((1, 1), {})] * 3)
    queue.backend.pause("emails")
    jobs.add.enqueue(1, 1)
    jobs.add.enqueue(2, 2)
    time.sleep(0.3)

    async def two_workers_look():
        for _ in range(2):
            await look(queue.backend, rules)

    asyncio.run(two_workers_look())
    (deep,) = said(caplog, "tasks.queue_deep")
    assert (deep.queue, deep.depth, deep.threshold) == ("emails", 3, 2)
    # A paused queue is slow on purpose.
    assert [each.queue for each in said(caplog, "tasks.queue_slow")] == ["default"]
    unserved = {each.queue: each.ready for each in said(caplog, "tasks.queue_unserved")}
    assert unserved == {"default": 2, "emails": 3}
    assert deep.levelno == logging.WARNING


def test_a_silent_worker_is_warned_of(queue, caplog):
    everyone = f"lt:{{{queue.backend.settings.prefix}:workers}}"
    client = queue.backend.connection.client
    client.zadd(everyone, {"gone": int(time.time() * 1000) - 40_000})

    asyncio.run(look(queue.backend, Rules()))
    (silent,) = said(caplog, "tasks.worker_silent")
    assert (silent.worker, round(silent.silent)) == ("gone", 40)


def test_another_worker_takes_over_the_watch(queue, caplog):
    rules = Rules(queue_depth_warning_threshold=1, health_check_interval_seconds=0.3)
    queue.backend.enqueue_many(jobs.add, [((1, 1), {})] * 2)

    async def looks():
        await look(queue.backend, rules)
        await asyncio.sleep(0.35)
        await look(queue.backend, rules)

    asyncio.run(looks())
    assert len(said(caplog, "tasks.queue_deep")) == 2


def test_a_served_queue_is_not_called_unserved(queue, caplog):
    jobs.add.enqueue(1, 1)
    worker = worker_of(queue.backend)

    async def look_while_it_works():
        running = asyncio.create_task(worker.run())
        await eventually(lambda: worker.heartbeat.last_success > started, running)
        queue.backend.pause("default")
        await asyncio.to_thread(jobs.add.enqueue, 2, 2)
        await Watch(Rules())(worker)
        worker.stop()
        await running

    started = time.monotonic()
    asyncio.run(look_while_it_works())
    assert queue.stats().ready >= 1
    assert said(caplog, "tasks.queue_unserved") == []


def test_long_runs_are_warned_of_once(queue, caplog):
    long, stubborn = jobs.rest.enqueue(2.6), jobs.sleep_past_the_timeout.enqueue(2.6)
    watch = Watch(Rules(task_timeout_warning_seconds=0.5))
    work(queue.backend, all_finished([long, stubborn]), ticks=[watch])
    told = {each.task_id: each for each in said(caplog, "tasks.long_running")}
    assert set(told) == {long.id, stubborn.id}
    assert told[long.id].path == "tests.operators.jobs.rest"
    assert len(said(caplog, "tasks.long_running")) == 2
    (past,) = said(caplog, "tasks.function_past_timeout")
    assert (past.task_id, past.attempt, past.timeout) == (stubborn.id, 1, 0.2)


def test_waiting_for_a_thread_is_no_long_run(queue, caplog):
    # All four threads are busy; the fifth function is within its time once it has one.
    hog = jobs.sleep_past_the_timeout.using(timeout=None)
    hogs = [hog.enqueue(1.5) for _ in range(4)]
    fifth = jobs.sleep_past_the_timeout.using(priority=-1).enqueue(0)
    watch = Watch(Rules(task_timeout_warning_seconds=5))
    work(queue.backend, all_finished([*hogs, fifth]), ticks=[watch])
    assert said(caplog, "tasks.function_past_timeout") == []


def test_a_failure_is_logged_and_posted_without_its_arguments(queue, webhook, caplog):
    failed = jobs.fail.enqueue("ada@example.com")
    work(queue.backend, lambda: bool(webhook.posted), on_failure=Alarm(Rules.from_settings()))
    (notice,) = webhook.posted
    assert notice == {
        "text": "Task tests.operators.jobs.fail failed for good: PermanentError after 1 attempts.",
        "queue": "default",
        "task_id": failed.id,
        "path": "tests.operators.jobs.fail",
        "error": "leased_tasks.errors.PermanentError",
        "attempts": 1,
    }
    (line,) = said(caplog, "tasks.failed")
    assert (line.task_id, line.attempts, line.levelno) == (failed.id, 1, logging.ERROR)


def test_a_task_that_lost_too_many_workers_is_told_of(queue, webhook, settings):
    settings.TASKS["default"]["OPTIONS"]["max_losses"] = 1
    result = jobs.add.enqueue(1, 1)
    fetch(queue, lease=0.05)
    time.sleep(0.1)
    work(queue.backend, lambda: bool(webhook.posted), on_failure=Alarm(Rules.from_settings()))
    (notice,) = webhook.posted
    assert notice["task_id"] == result.id
    assert notice["error"] == "leased_tasks.errors.WorkerLost"
    assert notice["attempts"] == 1


def test_equal_failures_are_one_notice_while_it_waits(queue, webhook, settings):
    settings.TASKS_MONITORING |= {"failure_webhook_rate": "1/h"}
    failed = [jobs.fail.enqueue(str(number)) for number in range(20)]

    def settled():
        is_posted = bool(webhook.posted)  # the first may be under way when the second waits
        return is_posted and all_finished(failed)() and queue.stats().waiting == 1

    work(queue.backend, settled, on_failure=Alarm(Rules.from_settings()))
    assert len(webhook.posted) == 1
    (waiting,) = queue.tasks("waiting").tasks
    assert waiting.path == NOTICE


@pytest.mark.parametrize("answer", [302, 404])
def test_a_notice_that_cannot_be_posted_fails_and_is_not_told_of(queue, webhook, caplog, answer):
    webhook.answers = [answer]
    jobs.fail.enqueue()

    def given_up():
        return {task.path for task in queue.tasks("dead").tasks} == {
            "tests.operators.jobs.fail",
            NOTICE,
        }

    work(queue.backend, given_up, on_failure=Alarm(Rules.from_settings()))
    assert queue.stats().ready == queue.stats().delayed == 0
    assert len(webhook.posted) == 1
    # Neither log nor stored error says where it was posted: the address is a secret.
    assert "hook/secret" not in caplog.text
    assert [each.path for each in said(caplog, "tasks.failed")] == [
        "tests.operators.jobs.fail",
        NOTICE,
    ]


def test_a_notice_is_posted_again_after_a_server_error(queue, webhook):
    webhook.answers = [503]
    jobs.fail.enqueue()
    work(
        queue.backend,
        lambda: queue.stats().delayed == 1,
        on_failure=Alarm(Rules.from_settings()),
    )
    (again,) = queue.tasks("delayed").tasks
    assert again.error == "leased_tasks.monitoring.webhook.WebhookRefused"
    assert queue.backend.requeue(again.id)
    work(queue.backend, lambda: len(webhook.posted) == 2)
    assert webhook.posted[0] == webhook.posted[1]
