"""PostgreSQL through psycopg's pool (ADR: under ASGI, CONN_MAX_AGE gives no reuse)."""

from typing import Any
from urllib.parse import parse_qsl, unquote

from backend.settings.env import env

_host = env.database_url.hosts()[0]

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": (env.database_url.path or "/").lstrip("/"),
        "USER": unquote(_host["username"] or ""),
        "PASSWORD": unquote(_host["password"] or ""),
        "HOST": _host["host"] or "",
        "PORT": str(_host["port"] or 5432),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            # What the address adds, such as ?sslmode=verify-full, goes to the driver as it stands.
            **dict(parse_qsl(env.database_url.query or "")),
            "connect_timeout": 5,
            # For `preparing_cursor` alone: what the ORM sends has its values in the text.
            "prepare_threshold": 5 if env.database_prepare else None,
            # Who finds none free waits in line: a full shop is slower first, and refuses only then.
            "pool": {
                "min_size": 1,
                "max_size": env.database_pool_max,
                "timeout": env.database_wait_seconds,
            },
        },
    },
}

# The async pool of `apps.common.reads`; the same database, if need be past the PgBouncer.
READS = {
    "URL": str(env.reads_database_url) if env.reads_database_url else None,
    "MIN_SIZE": min(env.reads_pool_min, env.reads_pool_max),
    "MAX_SIZE": env.reads_pool_max,
    "MAX_WAITING": env.reads_max_waiting,
    "WAIT_SECONDS": env.database_wait_seconds,
    "STATEMENT_TIMEOUT_MS": env.reads_statement_timeout_ms,
}

# What `manage.py grant_app_role` holds back from the role that the program connects as. Rows of the
# first kind are only ever added, by the program; those of the second by triggers and migrations.
APPEND_ONLY_TABLES = [
    "common_auditrecord",
    "inventory_movement",
    "orders_disputeevidence",
    "orders_timelineentry",
    "vendors_vendorstatuschange",
]
READ_ONLY_TABLES = ["common_auditseal", "django_migrations"]
