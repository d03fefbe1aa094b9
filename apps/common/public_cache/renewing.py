"""From a change in the database to a new version in Redis: the relay's part."""

from django.conf import settings
from redis import Redis

from apps.common.ids import new_id
from apps.common.public_cache.models import ContentMark
from apps.common.public_cache.redis_store import version_key

_MOST = 1000
_ANSWER_SECONDS = 2


def renew_marked() -> int:
    """Give each marked topic a new version; return how many marks there were.

    The marks go after that: a crash in between renews once more. Versions are random, so that one
    that Redis lost never comes back beside answers that it kept.

    Raises:
        RedisError: nobody answers; the marks stay.
    """
    marks = dict(ContentMark.objects.order_by().values_list("pk", "topic")[:_MOST])
    if not marks:
        return 0
    url = settings.PUBLIC_CACHE["url"]
    with Redis.from_url(url, socket_timeout=_ANSWER_SECONDS) as redis:
        redis.mset({version_key(topic): new_id().hex for topic in set(marks.values())})
    ContentMark.objects.filter(pk__in=marks).delete()
    return len(marks)
