"""Redis holds only what may vanish."""

from backend.settings.env import env

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": str(env.redis_url),
        "KEY_PREFIX": "fashionistar",
        "TIMEOUT": 300,
        "OPTIONS": {"socket_timeout": 2, "health_check_interval": 30},
    },
}
