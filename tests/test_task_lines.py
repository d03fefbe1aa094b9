"""A request's id and user reach the log line of the task that it caused, in another process."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.tasks import task_backends
from leased_tasks import operations
from structlog.contextvars import bound_contextvars

from apps.common.observability import task_context
from apps.common.tasks import purge_old_rows
from apps.orders.tests.factories import new_buyer, paid_order
from tests.faults import processes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def worker_lines(*words: str) -> list[dict[str, object]]:
    """Run a worker to its end and read what it said."""
    backend = task_backends["analytics"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "backend.settings.main",
        "DATABASE_URL": processes.test_database_url(),
        "TASKS_REDIS_PREFIX": backend.options["prefix"],
        "SANDBOX_SECRET": settings.SANDBOX_SECRET or "",
    }
    argv = [sys.executable, "manage.py", "tasks_worker", *words]
    run = subprocess.run(
        argv,
        cwd=processes.ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.mark.usefixtures("engine")
def test_the_line_of_a_task_names_the_request_and_its_user() -> None:
    with bound_contextvars(request_id="the-request-1", user_id="somebody"):
        result = purge_old_rows.enqueue()
    said = worker_lines("--queues", "low_priority", "--max-tasks", "1")
    line = next(one for one in said if one["message"] == "task")
    assert line["action"] == "apps.common.tasks.purge_old_rows"
    assert (line["task_id"], line["status"]) == (result.id, "SUCCESSFUL")
    assert (line["request_id"], line["user_id"]) == ("the-request-1", "somebody")
    assert line["ms"] is not None
    result.refresh()
    assert result.return_value == {"keys": 0, "events": 0}


def test_a_request_gives_its_id_its_user_and_its_trace_to_its_tasks(api, request) -> None:
    buyer = new_buyer()
    order = paid_order(buyer=buyer)
    request.getfixturevalue("engine")
    trace = f"00-{'a' * 32}-{'b' * 16}-01"
    answer = api.post(
        f"/api/v2/orders/{order.pk}/confirmation",
        signed_in=buyer,
        headers={"X-Request-ID": "the-request-1", "traceparent": trace},
    )
    assert answer.status_code == 202, answer.content
    backend: Any = task_backends["emails"]
    record = backend.connection.run(
        operations.read(backend.keys("emails"), answer.json()["task_id"])
    )
    carried = {"request_id": "the-request-1", "user_id": str(buyer.pk), "traceparent": trace}
    assert json.loads(record["p"])["c"] == carried


def test_what_is_carried_is_bound_for_the_run_and_gone_after_it() -> None:
    carried = {"request_id": "r", "traceparent": "t", "odd": "x"}
    with task_context.restored(carried):
        assert task_context.capture() == {"request_id": "r", "traceparent": "t"}
        with task_context.restored({}):
            assert task_context.capture() == {"traceparent": "t"}
    assert task_context.capture() == {}
