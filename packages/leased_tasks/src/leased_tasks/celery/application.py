"""The Celery app behind an alias: its settings, and the one Celery task that runs all of ours."""

from collections.abc import Iterable, Mapping
from typing import Any

from celery import Celery
from kombu.entity import Queue

from leased_tasks.celery.options import CeleryOptions
from leased_tasks.celery.running import run

TASK_NAME = "leased_tasks.run"
LEVELS = 10  # of priority: Redis' transport can tell no more apart
_KINDS = 201  # Django's, -100..100
_SWEEP_SECONDS = 10


def level_of(priority: int) -> int:
    """Return Celery's level for a priority: 0 goes first at Redis, 9 last; about 20 share one."""
    return (100 - priority) * LEVELS // _KINDS


_APPS: dict[tuple[str, bool], Celery] = {}


def app_for(options: CeleryOptions, *, patient: bool = False) -> Celery:
    """Return this process's app for these options.

    A patient one waits for Redis for ever, as a worker shall; the other gives up soon.
    """
    key = options.fingerprint, patient
    if key not in _APPS:
        _APPS[key] = _make(options, patient=patient)
    return _APPS[key]


def _make(options: CeleryOptions, *, patient: bool) -> Celery:
    app = Celery("leased_tasks", set_as_current=False)
    manners = _patience() if patient else _haste(options.producer_deadline)
    app.conf.update(_merged(_settings(options), manners, options.conf))
    app.task(run, name=TASK_NAME, bind=True, max_retries=None)
    return app


def _merged(*layers: Mapping[str, Any]) -> dict[str, Any]:
    """Return all of the settings, later layers over earlier ones, dicts one level deep."""
    found: dict[str, Any] = {}
    for name, value in (pair for layer in layers for pair in layer.items()):
        if isinstance(value, Mapping):
            found[name] = {**found.get(name, {}), **value}
        else:
            found[name] = value
    return found


def consume(app: Celery, queues: Iterable[str]) -> None:
    """Tell a worker which queues there are, for when its command line names none."""
    wanted = [Queue(name, routing_key=name) for name in sorted(queues)]  # type: ignore[no-untyped-call]
    app.conf.task_queues = wanted or None


def _settings(options: CeleryOptions) -> dict[str, Any]:
    return {
        "broker_url": options.broker_url,
        "result_backend": options.result_backend or options.broker_url,
        "result_backend_thread_safe": True,
        "result_expires": options.result_ttl,
        "task_default_queue": "default",
        # Celery's own results say PENDING of ids it never saw; ours are kept by records.py.
        "task_ignore_result": True,
        # A task is taken off the queue when it has finished, not when it starts.
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        # A worker takes what it can run now: what it hoards cannot be overtaken.
        "worker_prefetch_multiplier": 1,
        "worker_disable_prefetch": True,
        # LOGGING is Django's business.
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
        "broker_connection_retry_on_startup": True,
        "broker_transport_options": {
            "visibility_timeout": options.visibility_timeout,
            "unacked_restore_interval": _SWEEP_SECONDS,
            "unacked_restore_throttle": 1,
            "priority_steps": list(range(LEVELS)),
        },
    }


def _patience() -> dict[str, Any]:
    return {"result_backend_always_retry": True, "broker_connection_max_retries": None}


def _haste(deadline: float) -> dict[str, Any]:
    sockets = {"socket_connect_timeout": deadline, "socket_timeout": deadline}
    return {
        "broker_connection_timeout": deadline,
        "broker_transport_options": sockets,
        "redis_socket_connect_timeout": deadline,
        "redis_socket_timeout": deadline,
        "result_backend_transport_options": {"retry_policy": {"max_retries": 0}},
        "task_publish_retry": False,
    }
