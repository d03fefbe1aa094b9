"""Tasks that fire by the clock, once a tick over any number of relays."""

from datetime import timedelta

from django.conf import settings
from django.tasks import Task
from django.utils.module_loading import import_string

from apps.common import clock
from apps.common.outbox.models import PeriodicRun


def fire_due_tasks() -> list[str]:
    """Enqueue the periodic tasks that are due; return their paths."""
    return [path for path, every in settings.PERIODIC_TASKS.items() if _fire(path, every)]


def _fire(path: str, every: int) -> bool:
    now = clock.now()
    row, is_new = PeriodicRun.objects.get_or_create(path=path, defaults={"fired_at": now})
    due = PeriodicRun.objects.filter(pk=row.pk, fired_at__lte=now - timedelta(seconds=every))
    if not is_new and not due.update(fired_at=now):  # one relay wins the conditional update
        return False
    found: Task[[], object] = import_string(path)
    found.enqueue()
    return True
