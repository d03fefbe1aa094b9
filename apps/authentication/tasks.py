"""Periodic work of this domain."""

from django.contrib.sessions.models import Session
from django.tasks import task

from apps.authentication.models import Limit, TokenFamily
from apps.common import clock


@task(queue_name="batch")
def forget_expired_sign_ins() -> None:
    """Delete token families, page sessions and counters that have expired. Runs once a day."""
    TokenFamily.objects.filter(expires_at__lte=clock.now()).delete()
    Session.objects.filter(expire_date__lte=clock.now()).delete()
    Limit.objects.filter(expires__lte=clock.now()).delete()
