"""Public answers: kept as bytes, named by their content's version, never anybody's own."""

from apps.common.public_cache.hit_rate import Answered, answered
from apps.common.public_cache.marking import CATALOGUE, public
from apps.common.public_cache.redis_store import close_cache, open_cache
from apps.common.public_cache.renewing import renew_marked

__all__ = [
    "CATALOGUE",
    "Answered",
    "answered",
    "close_cache",
    "open_cache",
    "public",
    "renew_marked",
]
