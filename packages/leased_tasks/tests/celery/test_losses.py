"""Workers that die in the middle of a task."""

import pytest
from django.tasks import TaskResultStatus

from tests.celery import jobs
from tests.celery.conftest import OTHERS_WARNINGS, finished, refreshed, wait_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.faults,
    pytest.mark.usefixtures("on_celery"),
    OTHERS_WARNINGS,
]


def test_a_task_outlives_the_process_that_ran_it(start_worker, tmp_path):
    path = tmp_path / "notes"
    start_worker("-Q", "poison", "-c", "1")
    result = finished(jobs.kill_workers.using(queue_name="poison").enqueue(str(path), 1))
    assert (result.return_value, result.attempts) == ("survived", 2)
    assert path.read_text() == "1\n2\n"
    [error] = result.errors
    assert error.exception_class_path == "leased_tasks.errors.WorkerLost"


def test_a_task_that_kills_every_worker_fails_and_the_queue_goes_on(start_worker, tmp_path):
    path = tmp_path / "notes"
    start_worker("-Q", "poison", "-c", "1")
    poison = jobs.kill_workers.using(queue_name="poison").enqueue(str(path), 1000)
    behind = jobs.echo.using(queue_name="poison").enqueue("next")
    result = finished(poison)
    assert result.status == TaskResultStatus.FAILED
    assert path.read_text() == "1\n2\n3\n"  # max_losses is 2
    assert finished(behind).status == TaskResultStatus.SUCCESSFUL


def test_a_task_outlives_its_whole_worker(start_worker, tmp_path):
    path = tmp_path / "notes"
    first = start_worker("-Q", "poison", "-c", "1")
    result = jobs.hold.using(queue_name="poison").enqueue(str(path), 600)
    wait_for(path.exists, "the start")
    first.kill()
    start_worker("-Q", "poison", "-c", "1")
    result = finished(result)
    assert (result.return_value, result.attempts) == (2, 2)
    assert path.read_text() == "1\n2\n"


def test_a_late_end_of_an_attempt_that_was_given_up_is_refused(on_celery, start_worker, tmp_path):
    visibility = on_celery.TASKS["default"]["OPTIONS"]["visibility_timeout"]
    path = tmp_path / "notes"
    worker = start_worker("-Q", "poison", "-c", "2")
    result = jobs.hold.using(queue_name="poison").enqueue(str(path), 2.5 * visibility)
    assert finished(result).return_value == 2
    wait_for(lambda: b"its end is dropped" in worker.log.read_bytes(), "the late end")
    assert (refreshed(result).return_value, result.attempts) == (2, 2)
    assert path.read_text() == "1\n2\n"
