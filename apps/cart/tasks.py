"""Work that carts do by themselves."""

from leased_tasks import task

from apps.cart.services.remove_stale_carts import remove_stale_guest_carts


@task(backend="analytics", queue_name="batch", priority=-50, unique=True)
def forget_stale_guest_carts() -> int:
    """Remove guests' carts that nobody touched for a month."""
    return remove_stale_guest_carts()
