"""Periodic work of this domain."""

from django.contrib.sessions.models import Session
from leased_tasks import task

from apps.authentication.models import Limit, TokenFamily
from apps.common import clock


@task(backend="analytics", queue_name="batch", priority=-50, unique=True)
def forget_expired_sign_ins() -> None:
    """Delete token families, page sessions and counters that have expired. Runs once a day."""
    TokenFamily.objects.filter(expires_at__lte=clock.now()).delete()
    Session.objects.filter(expire_date__lte=clock.now()).delete()
    Limit.objects.filter(expires__lte=clock.now()).delete()
