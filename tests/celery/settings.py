"""The shop's real settings, with Celery as the engine behind each alias; nothing else differs."""

from typing import Any

from backend.settings.env import env
from backend.settings.main import *  # noqa: F403
from backend.settings.main import TASKS


def _on_celery(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "BACKEND": "leased_tasks.celery.CeleryBackend",
        "QUEUES": given["QUEUES"],
        "OPTIONS": {"broker_url": str(env.redis_url)},
    }


TASKS = {alias: _on_celery(given) for alias, given in TASKS.items()}
