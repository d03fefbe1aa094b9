"""Work that analytics does by the clock, and reports that somebody asks for."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from leased_tasks import PermanentError, task

from apps.analytics.contracts import GroupBy
from apps.analytics.selectors.report import as_plain, report_days, shop_report
from apps.analytics.services.count_views import count_views
from apps.analytics.services.roll_up import roll_up, roll_up_stale
from apps.analytics.services.tell_popularity import tell_popularity
from apps.common.days import Days, today
from apps.common.errors import InvalidInput

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


@task(backend="analytics", queue_name="batch", priority=-50, unique=True)
def note_popular_products() -> int:
    """Tell the catalogue what was sold and looked at in 30 days; answers how many changed."""
    return tell_popularity()


# The next tick is the retry; what is not written waits in Redis.
@task(backend="analytics", queue_name="analytics", retry=0, unique=True)
def write_views_down() -> int:
    """Add the page views that Redis holds to their days; answers how many."""
    return count_views()


@task(backend="analytics", queue_name="analytics", priority=10)
def generate_sales_report(
    start: str, end: str, group_by: str = "day", currency: str = settings.DEFAULT_CURRENCY
) -> dict[str, Any]:
    """Sum the shop's sales up: totals, average, largest, smallest, and each day, week or month.

    Args:
        start: the first day, ISO 8601.
        end: the last day, in the report; at most 366 days.
        group_by: day, week or month.
        currency: ISO 4217.
    """
    try:
        days = report_days(date.fromisoformat(start), date.fromisoformat(end))
        cut = GroupBy(group_by)
    except (ValueError, InvalidInput) as error:
        raise PermanentError(f"No such report: {error}") from error
    report: dict[str, Any] = as_plain(shop_report(days, cut, currency=currency))
    return report
