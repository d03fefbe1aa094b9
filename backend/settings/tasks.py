"""Background work. The only file that knows which task backend runs."""

from typing import Any

from backend.settings.core import INSTALLED_APPS
from backend.settings.env import env

# Alias of a backend -> its queues. In a cluster each queue may live on a node of its own.
QUEUES_OF = {
    "default": ["default", "critical", "pictures"],
    "emails": ["emails", "high_priority"],
    "analytics": ["analytics", "low_priority", "batch"],
}
QUEUES = [queue for queues in QUEUES_OF.values() for queue in queues]

# Who goes first where the relay or one worker serves several queues, -100..100; others are 0.
# A mail does not wait behind the pictures of an import.
QUEUE_PRIORITIES = {
    "critical": 100,
    "high_priority": 75,
    "emails": 50,
    "low_priority": -10,
    "analytics": -10,
    "pictures": -20,
    "batch": -50,
}

# At most so many at once over all workers. Renditions keep a processor busy: without a limit an
# import's pictures would hold every thread of a worker, and a mail would wait for them.
QUEUE_LIMITS = {"pictures": 4}

TASKS: dict[str, dict[str, Any]] = {
    alias: {
        "BACKEND": "leased_tasks.backend.LeasedTasksBackend",
        "QUEUES": queues,
        "OPTIONS": env.task_options(alias, fallback=str(env.redis_url)),
    }
    for alias, queues in QUEUES_OF.items()
}

INSTALLED_APPS.append("leased_tasks")

# What travels with a task: the request's id and its user.
TASKS_CONTEXT = "apps.common.observability.task_context"

TASKS_RETRY_POLICY = {
    "default_retry_count": 3,
    "default_retry_delay_seconds": 60,
    "max_retry_delay_seconds": 3600,
    "backoff_multiplier": 2,
}

TASKS_MONITORING = {
    "enabled": True,
    "health_check_interval_seconds": 30,
    "queue_depth_warning_threshold": 1000,
    "task_timeout_warning_seconds": 300,
    "failure_logging": True,
    "failure_webhook_url": env.task_failure_webhook,
    "failure_webhook_queue": "low_priority",
}

# What runs by the clock. The workers fire it, once a tick however many they are.
_LAGOS = "Africa/Lagos"
TASKS_SCHEDULE: dict[str, dict[str, Any]] = {
    "expire unpaid orders": {"task": "apps.orders.tasks.expire_unpaid_orders", "every": 30},
    "tell waiting buyers": {"task": "apps.inventory.tasks.tell_more_waiting_buyers", "every": 60},
    "forget old stock sheets": {"task": "apps.inventory.tasks.forget_old_sheets", "every": 3600},
    "release expired holds": {"task": "apps.inventory.tasks.release_expired_holds", "every": 30},
    "look up unsettled refunds": {"task": "apps.payments.tasks.sweep_refunds", "every": 60},
    "find late money": {"task": "apps.payments.tasks.find_late_money", "every": 60},
    "sum up stale days": {"task": "apps.analytics.tasks.sum_up_stale_days", "every": 30},
    "write views down": {"task": "apps.analytics.tasks.write_views_down", "every": 60},
    "sum up the last days": {
        "task": "apps.analytics.tasks.sum_up_last_days",
        "cron": "40 3 * * *",
        "timezone": _LAGOS,
    },
    "note new words": {"task": "apps.products.tasks.note_new_words", "every": 60},
    "refresh search": {"task": "apps.products.tasks.refresh_search", "every": 900},
    "note popular products": {
        "task": "apps.analytics.tasks.note_popular_products",
        "cron": "50 3 * * *",
        "timezone": _LAGOS,
    },
    "purge old rows": {
        "task": "apps.common.tasks.purge_old_rows",
        "cron": "10 3 * * *",
        "timezone": _LAGOS,
    },
    "forget expired sign-ins": {
        "task": "apps.authentication.tasks.forget_expired_sign_ins",
        "cron": "20 3 * * *",
        "timezone": _LAGOS,
    },
    "forget stale guest carts": {
        "task": "apps.cart.tasks.forget_stale_guest_carts",
        "cron": "30 3 * * *",
        "timezone": _LAGOS,
    },
}
if env.audit_anchor:
    TASKS_SCHEDULE["anchor the audit"] = {"task": "apps.common.tasks.anchor_audit", "every": 300}

# How long a worker may hold an event's delivery. Longer than the slowest queued handler.
OUTBOX_LEASE_SECONDS = 120
# How long a queued delivery waits for its task before it is handed out again.
OUTBOX_PATIENCE_SECONDS = 60
