"""Reads of stock."""

from collections.abc import Iterable

from django.conf import settings

from apps.common.db import Named, Plan, Prepared, plans
from apps.inventory.contracts import StockCount
from apps.inventory.errors import VariantNotFound
from apps.inventory.models import LowStockDefault, Stock
from apps.products import facade as products
from apps.products.contracts import VariantId
from apps.vendors.contracts import VendorId

_COUNTS = Prepared(
    lambda: Stock.objects.filter(pk__any=Named("ids")).values_list("pk", "on_hand", "reserved")
)


def available(variant_ids: Iterable[VariantId]) -> dict[VariantId, int]:
    """Follow `free_units` on the caller's connection."""
    return plans.run(free_units(variant_ids))


def free_units(variant_ids: Iterable[VariantId]) -> Plan[dict[VariantId, int]]:
    """Read the free units of each variant asked for, 0 for one never counted. One query."""
    counts = yield from _counts(variant_ids)
    return {variant_id: count.available for variant_id, count in counts.items()}


def counts_of(variant_ids: Iterable[VariantId]) -> dict[VariantId, StockCount]:
    """Both counts of each variant asked for, zeros for one never counted. One query."""
    return plans.run(_counts(variant_ids))


def _counts(variant_ids: Iterable[VariantId]) -> Plan[dict[VariantId, StockCount]]:
    wanted = set(variant_ids)
    rows = yield from plans.rows(_COUNTS, ids=list(wanted))
    known = {VariantId(pk): StockCount(VariantId(pk), held, taken) for pk, held, taken in rows}
    return {pk: known.get(pk) or StockCount(pk, 0, 0) for pk in wanted}


def default_low_at(vendor_id: VendorId) -> int:
    """From how many free units on this vendor's variants are low, unless they say otherwise."""
    own = LowStockDefault.objects.filter(pk=vendor_id).values_list("low_at", flat=True).first()
    return settings.LOW_STOCK_AT if own is None else own


def own_variant(variant_id: VariantId, vendor_id: VendorId) -> VariantId:
    """Return the id if the variant is that vendor's.

    Raises:
        VariantNotFound: it does not exist or is another vendor's; the two look the same.
    """
    variant = products.sellable([variant_id]).get(variant_id)
    if variant is None or variant.vendor_id != vendor_id:
        raise VariantNotFound("There is no such variant in your store.")
    return variant_id
