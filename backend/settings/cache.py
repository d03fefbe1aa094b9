"""Redis holds only what may vanish; how often somebody tried to sign in may not."""

from typing import Any

from backend.settings.env import env

CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "apps.common.integrations.cache.VanishingRedisCache",
        "LOCATION": str(env.redis_url),
        "KEY_PREFIX": "fashionistar",
        "TIMEOUT": 300,
        "OPTIONS": {"socket_timeout": 2, "health_check_interval": 30},
    },
    "limits": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "authentication_limit",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
}

# Page views wait in the process for so many seconds, then here; None: only when somebody pours.
TALLY: dict[str, Any] = {"url": str(env.redis_url), "prefix": "fashionistar:tally", "seconds": 2}

# Public answers: in each process up to so many bytes (0: none are kept, anywhere), in Redis for so
# many seconds at most.
PUBLIC_CACHE: dict[str, Any] = {
    "url": str(env.redis_url),
    "prefix": "fashionistar:public",
    "process_bytes": env.public_cache_mb * 1024**2,
    "seconds": 60,
}
