"""Work that orders does by the clock."""

from uuid import UUID

from leased_tasks import ConcurrencyLimit, task

from apps.common.task_queues import enqueue_each
from apps.orders.selectors.orders import overdue_order_ids
from apps.orders.services.expire_order import expire_order

# A flash sale's: all its holds end in the same minute. Those left over come with the next tick.
BATCH = 10_000


# The next tick is the retry; a worker that is behind needs only one of them.
@task(retry=0, unique=True)
def expire_unpaid_orders() -> int:
    """Enqueue one task per overdue order, so that one failure keeps no other; answers how many."""
    ids = overdue_order_ids(limit=BATCH)
    enqueue_each(expire_unpaid_order, [{"order_id": str(order_id)} for order_id in ids])
    return len(ids)


# Thousands may wait: the next tick, the release of their holds and all other work go before them,
# and few run at once, for they queue up at the stock rows of what was in the sale.
@task(retry=0, unique=True, priority=-10, concurrency=ConcurrencyLimit(4, "expiry"))
def expire_unpaid_order(order_id: str) -> None:
    """Expire one overdue order, unless it turns out to be paid."""
    expire_order(order_id=UUID(order_id))
