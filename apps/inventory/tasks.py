"""Work that inventory does by itself."""

from leased_tasks import task

from apps.inventory import facade


# The next tick is the retry; a worker that is behind needs only one of them.
@task(retry=0, unique=True)
def release_expired_holds() -> int:
    """Free what nobody paid in time. Orders expire first and release theirs; this is the net."""
    return facade.release_expired()


@task(retry=0, unique=True)
def tell_more_waiting_buyers() -> int:
    """Tell the next of those who wait for what is back in stock."""
    return facade.tell_more()


@task(retry=0, unique=True)
def forget_old_sheets() -> int:
    """Delete stock sheets that nobody can apply any more."""
    return facade.forget_old_sheets()
