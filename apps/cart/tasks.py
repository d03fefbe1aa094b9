"""Work that carts do by themselves."""

from django.tasks import task

from apps.cart.services.remove_stale_carts import remove_stale_guest_carts


@task()
def forget_stale_guest_carts() -> int:
    """Remove guests' carts that nobody touched for a month."""
    return remove_stale_guest_carts()
