"""Reads of stock."""

from collections.abc import Iterable

from django.db.models import QuerySet

from apps.inventory.contracts import StockCount
from apps.inventory.models import Movement, Stock
from apps.products.contracts import VariantId


def available(variant_ids: Iterable[VariantId]) -> dict[VariantId, int]:
    """Free units of each variant asked for, 0 for one never counted. One query."""
    counts = counts_of(variant_ids)
    return {variant_id: count.available for variant_id, count in counts.items()}


def counts_of(variant_ids: Iterable[VariantId]) -> dict[VariantId, StockCount]:
    """Both counts of each variant asked for, zeros for one never counted. One query."""
    wanted = set(variant_ids)
    rows = Stock.objects.filter(pk__in=wanted).values_list("pk", "on_hand", "reserved")
    known = {VariantId(pk): StockCount(VariantId(pk), held, taken) for pk, held, taken in rows}
    return {pk: known.get(pk) or StockCount(pk, 0, 0) for pk in wanted}


def movements_of(variant_id: VariantId) -> QuerySet[Movement]:
    """The log of one variant, newest first."""
    return Movement.objects.filter(variant_id=variant_id).order_by("-id")
