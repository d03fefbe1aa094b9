"""Reads of buyers' back-in-stock requests."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from apps.authentication.contracts import UserId
from apps.common.http.pagination import PageOf, keyset_page
from apps.inventory.contracts import BackInStockWish
from apps.inventory.models import BackInStockRequest
from apps.products.contracts import VariantId


def wishes() -> QuerySet[BackInStockRequest]:
    """Every request that is not answered."""
    return BackInStockRequest.objects.filter(told_at__isnull=True)


def wishes_of(
    buyer_id: UserId, *, cursor: str | None = None, limit: int | None = None
) -> PageOf[BackInStockWish]:
    """A page of what a buyer waits for, newest first.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    rows = wishes().filter(buyer_id=buyer_id)
    page = keyset_page(rows, order=("-created_at", "-id"), cursor=cursor, limit=limit)
    return PageOf([wish_of(row) for row in page.rows], page.next_cursor, page.previous_cursor)


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
