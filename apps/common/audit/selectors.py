"""Reading the audit."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from apps.common.audit.models import AuditRecord
from apps.common.http.pagination import PageOf, keyset_page

NEWEST = ("-at", "-id")
# What readers may ask for, and the lookup that answers; each has an index.
LOOKUPS = {
    "action": "action",
    "subject": "subject",
    "actor_id": "actor_id",
    "request_id": "request_id",
    "since": "at__gte",
    "until": "at__lt",
}

# From one action to the next by the index; DISTINCT would read the whole table.
_ACTIONS = """
WITH RECURSIVE found AS (
    SELECT min(action) AS action FROM common_auditrecord
    UNION ALL
    SELECT (SELECT min(action) FROM common_auditrecord WHERE action > found.action)
    FROM found WHERE action IS NOT NULL
)
SELECT action FROM found WHERE action IS NOT NULL
"""


def audit_page(*, cursor: str | None = None, **wanted: Any) -> PageOf[AuditRecord]:
    """A page of the audit, newest first, in one statement.

    Args:
        cursor: what an earlier page gave out.
        wanted: some of `LOOKUPS`; `since` is included, `until` is not.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    rows = AuditRecord.objects.filter(**_filters(wanted))
    return keyset_page(rows, order=NEWEST, cursor=cursor)


def known_actions() -> list[str]:
    """Every action that was ever recorded, in alphabetical order."""
    with connection.cursor() as cursor:
        cursor.execute(_ACTIONS)
        return [action for (action,) in cursor]


def _filters(wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {LOOKUPS[name]: value for name, value in wanted.items()}
