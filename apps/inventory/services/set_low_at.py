"""From how many free units on a variant is low."""

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.common import audit
from apps.inventory.models import LowStockDefault, Stock
from apps.inventory.rules import check_units
from apps.inventory.selectors.stock import default_low_at
from apps.inventory.services.keep_record import keep_record
from apps.inventory.services.move_stock import counted_rows
from apps.products.contracts import VariantId
from apps.vendors.contracts import VendorId


@transaction.atomic
def set_low_at(*, variant_id: VariantId, low_at: int | None, actor_id: UserId) -> None:
    """Give a variant its own threshold, or with None its vendor's again.

    Tells nobody: who sets it sees the list. Locks the stock row; makes it on the first call.

    Raises:
        QuantityOutOfRange: not 0 to a million.
    """
    if low_at is not None:
        check_units(low_at, least=0)
    counted_rows([variant_id])
    stock = Stock.objects.get(pk=variant_id)
    if stock.low_at == low_at:
        return
    Stock.objects.filter(pk=variant_id).update(low_at=low_at)
    keep_record(
        "stock.low-at-set",
        variant_id,
        actor_id=actor_id,
        before={"low_at": stock.low_at},
        after={"low_at": low_at},
    )


@transaction.atomic
def set_default_low_at(*, vendor_id: VendorId, low_at: int | None, actor_id: UserId) -> int:
    """Give a vendor its own threshold, or with None the shop's again; returns what counts now.

    Raises:
        QuantityOutOfRange: not 0 to a million.
    """
    own = LowStockDefault.objects.select_for_update().filter(pk=vendor_id)
    before = own.values_list("low_at", flat=True).first()
    if low_at is None:
        own.delete()
    else:
        LowStockDefault.objects.update_or_create(
            pk=vendor_id, defaults={"low_at": check_units(low_at, least=0)}
        )
    if before != low_at:
        audit.record(
            "stock.default-low-at-set",
            subject=f"vendor:{vendor_id}",
            actor_id=actor_id,
            before={"low_at": before},
            after={"low_at": low_at},
        )
    return default_low_at(vendor_id)
