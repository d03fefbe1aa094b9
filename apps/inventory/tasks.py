"""Work that inventory does by itself."""

from leased_tasks import task

from apps.inventory import facade


# The next tick is the retry; a worker that is behind needs only one of them.
@task(retry=0, unique=True)
def release_expired_holds() -> int:
    """Free what nobody paid in time. Orders expire first and release theirs; this is the net."""
    return facade.release_expired()
