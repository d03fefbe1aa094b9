"""Reads of buyers' back-in-stock requests."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from apps.authentication.contracts import UserId
from apps.common.db import Named, PageOf, Pages, Plan, plans
from apps.inventory.contracts import BackInStockWish
from apps.inventory.models import BackInStockRequest
from apps.products.contracts import VariantId


def wishes() -> QuerySet[BackInStockRequest]:
    """Every request that is not answered."""
    return BackInStockRequest.objects.filter(told_at__isnull=True)


_OF_BUYER = Pages(lambda: wishes().filter(buyer_id=Named("buyer_id")), order=("-created_at", "-id"))


def wishes_of(
    buyer_id: UserId, *, cursor: str | None = None, limit: int | None = None
) -> Plan[PageOf[BackInStockWish]]:
    """Read a page of what a buyer waits for, newest first.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    page = yield from plans.page(_OF_BUYER, cursor=cursor, limit=limit, buyer_id=buyer_id)
    return page.of(wish_of)


def waits_for(buyer_id: UserId, variant_ids: Iterable[VariantId]) -> set[VariantId]:
    """For which of these variants a buyer waits. One query."""
    rows = wishes().filter(buyer_id=buyer_id, variant_id__in=set(variant_ids))
    return {VariantId(pk) for pk in rows.values_list("variant_id", flat=True)}


def wish_by_id(request_id: UUID) -> BackInStockWish | None:
    """A request, answered or not; None if it was taken back."""
    row = BackInStockRequest.objects.filter(pk=request_id).first()
    return None if row is None else wish_of(row)


def wish_of(row: BackInStockRequest) -> BackInStockWish:
    """A request as a contract."""
    return BackInStockWish(
        id=row.pk,
        variant_id=VariantId(row.variant_id),
        buyer_id=UserId(row.buyer_id),
        created_at=row.created_at,
    )
