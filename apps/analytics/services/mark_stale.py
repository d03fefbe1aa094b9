"""A sale has changed: its day must be summed up again."""

from uuid import UUID

from apps.analytics.models import StaleDay
from apps.orders import facade as orders


def mark_stale(order_id: UUID) -> None:
    """Mark the day of an order's payment for each vendor in it; nothing for an unpaid order."""
    sale = orders.sale_day(order_id)
    if sale is not None:
        StaleDay.objects.bulk_create(
            StaleDay(day=sale.day, vendor_id=vendor_id) for vendor_id in sale.vendor_ids
        )
