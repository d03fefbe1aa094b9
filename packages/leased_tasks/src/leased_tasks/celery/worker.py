"""What `celery -A leased_tasks.celery worker` starts."""

import os

import django
from celery import Celery
from django.core.exceptions import ImproperlyConfigured
from django.tasks import task_backends

from leased_tasks.celery.application import app_for, consume
from leased_tasks.celery.backend import CeleryBackend

VARIABLE = "LEASED_TASKS_ALIAS"


def worker_app() -> Celery:
    """Return the app of the alias in LEASED_TASKS_ALIAS, else of the first alias on Celery.

    It serves every alias with the same OPTIONS; aliases with other OPTIONS need their own worker.

    Raises:
        ImproperlyConfigured: no alias of TASKS has this backend.
    """
    django.setup()
    backends = [task_backends[alias] for alias in task_backends.settings]
    ours = [one for one in backends if isinstance(one, CeleryBackend)]
    wanted = os.environ.get(VARIABLE)
    first = next((one for one in ours if wanted in (None, one.alias)), None)
    if first is None:
        raise ImproperlyConfigured(
            f"TASKS has no CeleryBackend{f' called {wanted}' if wanted else ''}."
        )
    app = app_for(first.settings, patient=True)
    same = [one for one in ours if one.settings.fingerprint == first.settings.fingerprint]
    consume(app, {queue for one in same for queue in one.queues})
    return app
