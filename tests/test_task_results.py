"""The task backend of the settings keeps its table small."""

from datetime import timedelta

import pytest
from django.tasks import TaskResultStatus, default_task_backend
from django_tasks_db.models import DBTaskResult

from apps.common import clock
from apps.common.ids import new_id
from apps.common.models import TaskTicket
from apps.common.task_tickets import remember_task
from apps.common.tasks import purge_old_rows
from backend.settings import tasks

pytestmark = pytest.mark.django_db


def test_old_results_of_tasks_go_too(settings) -> None:
    settings.TASKS, settings.TASKS_PURGE = tasks.TASKS, tasks.TASKS_PURGE
    finished = TaskResultStatus.SUCCESSFUL
    for days in (6, 8):
        done = default_task_backend.enqueue(purge_old_rows, [], {})
        remember_task(task_id=done.id, user_id=new_id())
        at = clock.now() - timedelta(days=days)
        DBTaskResult.objects.filter(id=done.id).update(status=finished, finished_at=at)
        TaskTicket.objects.filter(task_id=done.id).update(created_at=at)
    purge_old_rows.call()
    assert DBTaskResult.objects.count() == TaskTicket.objects.count() == 1
