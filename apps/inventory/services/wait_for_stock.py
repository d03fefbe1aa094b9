"""Buyers who want to hear when a variant is back, and telling them."""

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef

from apps.authentication.contracts import UserId
from apps.common import clock
from apps.common.outbox import publish
from apps.inventory.contracts import BackInStockWish
from apps.inventory.errors import NothingAsked, StillInStock, TooManyRequested, VariantNotFound
from apps.inventory.events import BackInStock
from apps.inventory.models import BackInStockRequest, Stock
from apps.inventory.selectors.stock import available
from apps.inventory.selectors.wishes import wish_of, wishes
from apps.products import facade as products
from apps.products.contracts import VariantId

MOST_A_BUYER = 100
BATCH = 100  # mails that one event may cause; the next minute tells the next ones
_VARIANTS_A_MINUTE = 20


@transaction.atomic
def ask_when_back(*, variant_id: VariantId, buyer_id: UserId) -> BackInStockWish:
    """Note that a buyer wants one mail when the variant is back; a repeat answers the same.

    Locks the buyer's requests against each other.

    Raises:
        VariantNotFound: it is not in the shop.
        StillInStock: it can be bought now.
        TooManyRequested: the buyer waits for a hundred others.
    """
    variant = products.sellable([variant_id]).get(variant_id)
    if variant is None or not variant.is_sellable:
        raise VariantNotFound("There is no such variant in the shop.")
    if available([variant_id])[variant_id] > 0:
        raise StillInStock("Put it in the bag while it lasts.")
    _take_turn(buyer_id)
    open_ones = wishes().filter(buyer_id=buyer_id)
    if known := open_ones.filter(variant_id=variant_id).first():
        return wish_of(known)
    if open_ones.count() >= MOST_A_BUYER:
        raise TooManyRequested(f"At most {MOST_A_BUYER}. Take some back first.")
    made = BackInStockRequest.objects.create(variant_id=variant_id, buyer_id=buyer_id)
    return wish_of(made)


@transaction.atomic
def take_wish_back(*, variant_id: VariantId, buyer_id: UserId) -> None:
    """Stop waiting: no mail is sent.

    Raises:
        NothingAsked: the buyer does not wait for it.
    """
    removed, _ = wishes().filter(variant_id=variant_id, buyer_id=buyer_id).delete()
    if not removed:
        raise NothingAsked("You do not wait for this.")


@transaction.atomic
def tell_waiting(*, variant_id: VariantId) -> int:
    """Answer the oldest hundred requests of a variant that can be bought now; returns how many.

    Each is answered once: two callers share the rows, none waits for the other.
    """
    variant = products.sellable([variant_id]).get(variant_id)
    if variant is None or not variant.is_sellable or available([variant_id])[variant_id] <= 0:
        return 0
    oldest = wishes().filter(variant_id=variant_id).order_by("created_at", "id")
    rows = oldest.select_for_update(skip_locked=True).values_list("pk", flat=True)
    ids = tuple(rows[:BATCH])
    if ids:
        BackInStockRequest.objects.filter(pk__in=ids).update(told_at=clock.now())
        publish(BackInStock(variant_id=variant_id, request_ids=ids))
    return len(ids)


def tell_more() -> int:
    """Go on where one event's hundred mails were not enough; returns how many were told.

    Also finds a request that was written while the variant came back.
    """
    free = Stock.objects.filter(pk=OuterRef("variant_id"), on_hand__gt=F("reserved"))
    back = wishes().filter(Exists(free)).values_list("variant_id", flat=True).distinct()
    found = [VariantId(variant_id) for variant_id in back[:_VARIANTS_A_MINUTE]]
    return sum(tell_waiting(variant_id=variant_id) for variant_id in found)


def _take_turn(buyer_id: UserId) -> None:
    """Without it two requests at once would both see that the limit is not reached."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"back-in-stock:{buyer_id}"]
        )
