"""What `check --deploy` says of the shop."""

from apps.common.checks import cache_and_tasks_apart, no_failpoint, security
from apps.common.failpoints import failpoint


def found(settings, cache: str, tasks: str) -> list[str]:
    settings.CACHES = settings.CACHES | {"default": {"LOCATION": cache}}
    settings.TASKS = {"default": {"BACKEND": "x", "OPTIONS": {"url": tasks}}}
    return [str(message.id) for message in cache_and_tasks_apart()]


def test_one_redis_for_cache_and_tasks_is_warned_of(settings) -> None:
    assert found(settings, "redis://r:6379/0", "redis://:p@r/1") == ["fashionistar.W001"]
    assert found(settings, "redis://r:6379/0", "redis://r:6380/0") == []
    assert found(settings, "redis://r/0", "redis://s/0") == []


def test_a_failpoint_is_refused_and_does_nothing_outside_of_tests(settings) -> None:
    settings.FAILPOINT, settings.ENVIRONMENT = "orders.place.after-reserve", "production"
    assert [message.id for message in no_failpoint()] == ["fashionistar.E001"]
    failpoint("orders.place.after-reserve")  # or this test's process would be gone
    settings.FAILPOINT = None
    assert list(no_failpoint()) == []


def test_djangos_security_checks_see_through_our_names(settings) -> None:
    settings.SECURE_HSTS_SECONDS, settings.CSRF_COOKIE_SECURE = 0, False
    ids = {message.id for message in security()}
    assert {"security.W004", "security.W016"} <= ids
    assert not ids & {"security.W001", "security.W002", "security.W003"}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "lean" not in name]
    assert {"security.W001", "security.W002", "security.W003"} <= {one.id for one in security()}
