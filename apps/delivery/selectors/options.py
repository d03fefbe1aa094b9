"""What is offered: the vendor's own methods, else the shop's, else the flat rule."""

from collections.abc import Mapping

from django.conf import settings
from django.db.models import BooleanField, Case, Q, When

from apps.common.db import Named, Plan, Prepared, plans
from apps.common.money import Money
from apps.delivery.contracts import (
    DeliveryOption,
    DeliveryTerms,
    Destination,
    MethodId,
    MethodKind,
)
from apps.delivery.errors import MethodNotOffered, NotDeliveredThere
from apps.delivery.models import DeliveryMethod
from apps.delivery.rules import fee_of
from apps.vendors.contracts import VendorId

type Offered = tuple[DeliveryOption, ...]
type Options = dict[VendorId, Offered]

# Active methods in the currency that the shop counts in: the shop's and some vendors'.
_OFFERED = Q(vendor=None) | Q(vendor__any=Named("vendor_ids"))
_OF_VENDORS = Q(_OFFERED, is_active=True, currency=Named("currency"))
_COURIERS = Prepared(lambda: DeliveryMethod.objects.filter(_OF_VENDORS, kind=MethodKind.COURIER))
_WHOLE_OR_LISTED = Q(zone__states=[]) | Q(zone__states__contains=Named("states"))
_REACHES = Q(zone=None) | (Q(zone__countries__contains=Named("countries")) & _WHOLE_OR_LISTED)
# Active methods, each with whether it reaches the destination; of vendors only such as do.
_TOWARDS = Prepared(
    lambda: (
        DeliveryMethod.objects.filter(_OF_VENDORS)
        .annotate(
            reaches=Case(When(_REACHES, then=True), default=False, output_field=BooleanField())
        )
        .filter(Q(vendor=None) | Q(reaches=True))
    )
)


def options_for(items: Mapping[VendorId, Money], destination: Destination | None) -> Options:
    """Follow `offered` on the caller's connection."""
    return plans.run(offered(items, destination))


def offered(items: Mapping[VendorId, Money], destination: Destination | None) -> Plan[Options]:
    """Read what each vendor's part can be delivered by, couriers first, then the cheapest first.

    The first is the default. A vendor's own active methods for the destination replace the
    shop's. While the shop has no method at all, its flat rule stands in; once it has some, a
    destination that none reaches gets an empty tuple. Without a destination only methods for
    everywhere count, and the flat rule is the estimate. One statement.

    Args:
        items: what each vendor's items are worth.
        destination: where they go, None while nobody knows.
    """
    rows: dict[VendorId | None, list[DeliveryMethod]] = {}
    shop_has_methods = False
    found = yield from plans.rows(
        _TOWARDS,
        vendor_ids=list(items),
        currency=_currency(),
        countries=[destination and destination.country],
        states=[destination and destination.state],
    )
    for row in found:
        shop_has_methods |= row.vendor_id is None
        if row.reaches:
            rows.setdefault(VendorId(row.vendor_id) if row.vendor_id else None, []).append(row)
    fallback = _nothing if shop_has_methods and destination else _flat
    return {
        vendor: _priced(rows.get(vendor) or rows.get(None, []), vendor, worth)
        or fallback(vendor, worth)
        for vendor, worth in items.items()
    }


def choose(
    options: Mapping[VendorId, Offered],
    chosen: Mapping[VendorId, MethodId | None],
) -> dict[VendorId, DeliveryOption]:
    """Take each vendor's chosen option, the first where nothing was chosen.

    Raises:
        NotDeliveredThere: nothing reaches the destination for a vendor.
        MethodNotOffered: a chosen method is not among the vendor's, or the vendor is not here.
    """
    if strange := [vendor for vendor in chosen if vendor not in options]:
        raise MethodNotOffered("That vendor sends nothing here.", vendor_id=str(strange[0]))
    return {vendor: _chosen(vendor, own, chosen.get(vendor)) for vendor, own in options.items()}


def terms_of(vendor_id: VendorId) -> DeliveryTerms:
    """The lowest courier fee of a vendor, else of the shop, wherever it goes. One statement.

    Its `free_from` is the lowest there is among them.
    """
    rows = _COURIERS.all(vendor_ids=[vendor_id], currency=_currency())
    own = [row for row in rows if row.vendor_id is not None] or rows
    if not own:
        return DeliveryTerms(_flat_fee(), _flat_free_from())
    free_from = [row.free_from for row in own if row.free_from is not None]
    return DeliveryTerms(min(row.fee for row in own), min(free_from, default=None))


def _chosen(vendor: VendorId, options: Offered, method_id: MethodId | None) -> DeliveryOption:
    if not options:
        raise NotDeliveredThere(
            "One of the houses does not deliver to this address.", vendor_id=str(vendor)
        )
    if method_id is None:
        return options[0]
    for option in options:
        if option.method_id == method_id:
            return option
    raise MethodNotOffered("Choose a way of delivery again.", vendor_id=str(vendor))


def _priced(rows: list[DeliveryMethod], vendor: VendorId, worth: Money) -> Offered:
    pairs = [(row, _option(row, vendor, worth)) for row in rows]
    pairs.sort(key=lambda pair: _place(*pair))
    return tuple(option for _, option in pairs)


def _place(row: DeliveryMethod, option: DeliveryOption) -> tuple[bool, int, int, int, str, str]:
    is_pickup = option.kind is MethodKind.PICKUP
    return is_pickup, option.fee.minor, row.position, row.max_days, row.name, str(row.pk)


def _option(row: DeliveryMethod, vendor: VendorId, worth: Money) -> DeliveryOption:
    return DeliveryOption(
        method_id=MethodId(row.pk),
        vendor_id=vendor,
        kind=MethodKind(row.kind),
        name=row.name,
        fee=fee_of(worth, fee=row.fee, free_from=row.free_from),
        min_days=row.min_days,
        max_days=row.max_days,
        pickup_address=row.pickup_address,
    )


def _flat(vendor: VendorId, worth: Money) -> Offered:
    option = DeliveryOption(
        method_id=None,
        vendor_id=vendor,
        kind=MethodKind.COURIER,
        name="Standard delivery",
        fee=fee_of(worth, fee=_flat_fee(), free_from=_flat_free_from()),
        min_days=settings.DELIVERY_MIN_DAYS,
        max_days=settings.DELIVERY_MAX_DAYS,
    )
    return (option,)


def _nothing(_vendor: VendorId, _worth: Money) -> Offered:
    return ()


def _currency() -> str:
    return str(settings.DEFAULT_CURRENCY)


def _flat_fee() -> Money:
    return Money(settings.DELIVERY_FEE_MINOR, _currency())


def _flat_free_from() -> Money:
    return Money(settings.DELIVERY_FREE_FROM_MINOR, _currency())
