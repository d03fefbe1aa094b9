"""Work that analytics does by the clock, and reports that somebody asks for."""

from datetime import timedelta

from leased_tasks import task

from apps.analytics.services.count_views import count_views
from apps.analytics.services.roll_up import roll_up, roll_up_stale
from apps.common.days import Days, today

NIGHTLY_DAYS = 35


# The next tick is the retry.
@task(backend="analytics", queue_name="analytics", retry=0, unique=True)
def sum_up_stale_days() -> int:
    """Sum up again what events have marked; answers how many days."""
    return roll_up_stale()


@task(backend="analytics", queue_name="batch", priority=-50, unique=True)
def sum_up_last_days() -> int:
    """Sum the last 35 days up again, whatever the marks say; answers how many rows were wrong."""
    return roll_up(Days.until(today() - timedelta(days=1), NIGHTLY_DAYS))


# The next tick is the retry; what is not written waits in Redis.
@task(backend="analytics", queue_name="analytics", retry=0, unique=True)
def write_views_down() -> int:
    """Add the page views that Redis holds to their days; answers how many."""
    return count_views()
