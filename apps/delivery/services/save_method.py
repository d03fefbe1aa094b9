"""Set, change and remove ways of delivery and their prices."""

from typing import Any, Unpack
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from apps.common import audit
from apps.common.errors import InvalidInput
from apps.common.money import Money
from apps.delivery import rules
from apps.delivery.contracts import MethodFields, MethodKind, MethodView
from apps.delivery.errors import MethodNotFound, TooMany
from apps.delivery.models import DeliveryMethod, Zone
from apps.delivery.selectors.own import method_view, methods_within
from apps.delivery.services.known_owner import known_owner
from apps.vendors.contracts import VendorId

FIELDS = ("kind", "name", "fee", "free_from", "min_days", "max_days", "pickup_address")
OTHERS = ("zone_id", "is_active", "position")
AUDITED = (  # no pickup address: a record is for ever
    *("zone_id", "kind", "name", "fee_minor", "free_from_minor", "currency"),
    *("min_days", "max_days", "is_active"),
)


@transaction.atomic
def save_method(
    *,
    within: VendorId | None,
    actor_id: UUID | None,
    method_id: UUID | None = None,
    owner: VendorId | None = None,
    **fields: Unpack[MethodFields],
) -> MethodView:
    """Set a way of delivery, or change the given fields of one. A courier has no address.

    Locks the method's row, then its zone's. Orders keep what they were placed with.

    Args:
        within: the vendor whose methods are reached; None for staff, who reach everybody's.
        actor_id: who does it, for the audit log.
        method_id: which to change; None makes a new one.
        owner: whose a new one is, when staff make it; None for the shop.

    Raises:
        InvalidInput: a field is not right, or the zone is another vendor's.
        MethodNotFound: there is none, or it is not the vendor's.
        TooMany: the vendor has 50.
    """
    method = _locked(within, method_id) if method_id else _new(within, owner)
    before = _audited(method) if method_id else None
    present = {name: getattr(method, name) for name in (*FIELDS, *OTHERS)}
    for name, value in checked_method({**present, **fields}).items():
        setattr(method, name, value)
    method.zone = _zone_for(method)
    method.save()
    verb = "changed" if method_id else "added"
    _record(verb, method, actor_id, before=before, after=_audited(method))
    return method_view(method)


@transaction.atomic
def remove_method(*, within: VendorId | None, actor_id: UUID | None, method_id: UUID) -> None:
    """Remove a way of delivery; orders that chose it keep their copy.

    Raises:
        MethodNotFound: there is none, or it is not the vendor's.
    """
    method = _locked(within, method_id)
    _record("removed", method, actor_id, before=_audited(method), after=None)
    method.delete()


def checked_method(fields: dict[str, Any]) -> dict[str, Any]:
    """Return a method's fields as columns.

    Raises:
        InvalidInput: with a sentence for each field at fault.
    """
    is_pickup = fields["kind"] == MethodKind.PICKUP
    name = rules.tidy(fields["name"])
    address = rules.tidy(fields["pickup_address"]) if is_pickup else ""
    currency = settings.DEFAULT_CURRENCY
    most = rules.MAX_PICKUP_ADDRESS
    found = {
        "kind": None if fields["kind"] in set(MethodKind) else "Choose courier or pickup.",
        "name": rules.text_error(name, most=rules.MAX_NAME, is_required=True),
        "fee": rules.fee_error(fields["fee"], currency=currency),
        "free_from": rules.free_from_error(fields["free_from"], currency=currency),
        "max_days": rules.days_error(fields["min_days"], fields["max_days"]),
        "pickup_address": rules.text_error(address, most=most, is_required=is_pickup),
        "position": rules.position_error(fields["position"]),
    }
    if errors := {field: [wrong] for field, wrong in found.items() if wrong}:
        raise InvalidInput("Some fields are not right.", errors=errors)
    free_from: Money | None = fields["free_from"]
    return {
        **{key: fields[key] for key in ("kind", "min_days", "max_days", *OTHERS)},
        "name": name,
        "pickup_address": address,
        "fee_minor": fields["fee"].minor,
        "free_from_minor": None if free_from is None else free_from.minor,
        "currency": currency,
    }


def _zone_for(method: DeliveryMethod) -> Zone | None:
    """The method's zone, locked, so that nobody removes it before the method is there."""
    if method.zone_id is None:
        return None
    usable = Zone.objects.filter(Q(vendor=None) | Q(vendor_id=method.vendor_id))
    zone = usable.select_for_update().filter(pk=method.zone_id).first()
    if zone is None:
        raise InvalidInput("There is no such zone.", errors={"zone_id": ["Choose a zone."]})
    return zone


def _locked(within: VendorId | None, method_id: UUID) -> DeliveryMethod:
    rows = DeliveryMethod.objects.select_for_update()
    whose = {} if within is None else {"vendor_id": within}
    method = rows.filter(pk=method_id, **whose).first()
    if method is None:
        raise MethodNotFound("There is no such way of delivery.")
    return method


def _new(within: VendorId | None, owner: VendorId | None) -> DeliveryMethod:
    vendor_id = within or known_owner(owner)
    if vendor_id and methods_within(vendor_id).count() >= rules.MOST_OF_A_VENDOR:
        raise TooMany(f"A store keeps at most {rules.MOST_OF_A_VENDOR} ways of delivery.")
    currency = settings.DEFAULT_CURRENCY
    return DeliveryMethod(vendor_id=vendor_id, currency=currency, min_days=0, max_days=0)


def _audited(method: DeliveryMethod) -> dict[str, Any]:
    return {name: getattr(method, name) for name in AUDITED}


def _record(verb: str, method: DeliveryMethod, actor_id: UUID | None, **change: Any) -> None:
    subject = f"delivery-method:{method.pk}"
    audit.record(f"delivery-method.{verb}", subject=subject, actor_id=actor_id, **change)
