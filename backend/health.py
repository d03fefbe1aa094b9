"""/health: may this process get traffic?"""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse


def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 with the database there, 503 without; Redis may be away (slower, not wrong)."""
    parts = {"database": _database(), "redis": _redis()}
    return JsonResponse(parts, status=200 if parts["database"] == "ok" else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "away"
    return "ok"


def _redis() -> str:
    """Ask for what was just kept: a cache that is away raises nothing, it keeps nothing."""
    cache.set("health", "ok", 10)
    return str(cache.get("health", "away"))
