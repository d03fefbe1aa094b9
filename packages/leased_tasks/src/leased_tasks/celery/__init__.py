"""Django's tasks on Celery: the same code, another engine.

    TASKS = {
        "default": {
            "BACKEND": "leased_tasks.celery.CeleryBackend",
            "QUEUES": ["default", "emails"],
            "OPTIONS": {"broker_url": "redis://localhost:6379/0"},
        }
    }

The worker is Celery's own; `DJANGO_SETTINGS_MODULE` is all that it needs:

    celery -A leased_tasks.celery worker -Q emails,default
"""

from typing import Any

from leased_tasks.celery.backend import CeleryBackend

__all__ = ["CeleryBackend", "app"]


def __getattr__(name: str) -> Any:
    # Celery's command line asks for it. Nobody else may: it starts Django.
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from leased_tasks.celery.worker import worker_app  # noqa: PLC0415 -- see above

    return worker_app()
