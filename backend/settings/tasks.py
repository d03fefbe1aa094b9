"""Background work. The only file that knows which task backend runs (interim: PostgreSQL)."""

from backend.settings.core import INSTALLED_APPS

QUEUES = [
    "default",
    "emails",
    "pictures",
    "analytics",
    "critical",
    "high_priority",
    "low_priority",
    "batch",
]

# Who goes first where one worker serves every queue, -100..100; the others are 0. A mail does not
# wait behind the pictures of an import.
QUEUE_PRIORITIES = {
    "critical": 100,
    "high_priority": 75,
    "emails": 50,
    "low_priority": -10,
    "analytics": -10,
    "pictures": -20,
    "batch": -50,
}

TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES},
}

INSTALLED_APPS.append("django_tasks_db")

# What `manage.py worker` runs.
TASKS_WORKER = ["db_worker", "--queue-name", "*", "--no-startup-delay", "--interval", "0.2"]

# What takes the backend's own old rows away, as a management command; run with our purge.
TASKS_PURGE = ["prune_db_task_results", "--queue-name", "*", "--min-age-days", "7"]

# Task path -> seconds between two runs. The relay enqueues them, one firing per tick.
PERIODIC_TASKS: dict[str, int] = {
    "apps.common.tasks.purge_old_rows": 24 * 60 * 60,
    "apps.authentication.tasks.forget_expired_sign_ins": 24 * 60 * 60,
    "apps.inventory.tasks.release_expired_holds": 30,
    "apps.cart.tasks.forget_stale_guest_carts": 24 * 60 * 60,
    "apps.orders.tasks.expire_unpaid_orders": 30,
}

# How long a worker may hold an event's delivery. Longer than the slowest queued handler.
OUTBOX_LEASE_SECONDS = 120
# How long a queued delivery waits for its task before the task counts as lost.
OUTBOX_PATIENCE_SECONDS = 60
