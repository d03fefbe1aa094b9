"""Periodic work of this domain."""

from django.contrib.sessions.models import Session
from django.tasks import task

from apps.authentication.models import TokenFamily
from apps.common import clock


@task(queue_name="batch")
def forget_expired_sign_ins() -> None:
    """Delete token families and page sessions that have expired. Runs once a day."""
    TokenFamily.objects.filter(expires_at__lte=clock.now()).delete()
    Session.objects.filter(expire_date__lte=clock.now()).delete()
