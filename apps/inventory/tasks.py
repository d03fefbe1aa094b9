"""Work that inventory does by itself."""

from django.tasks import task

from apps.inventory import facade


@task()
def release_expired_holds() -> int:
    """Free what nobody paid in time. Orders expire first and release theirs; this is the net."""
    return facade.release_expired()
