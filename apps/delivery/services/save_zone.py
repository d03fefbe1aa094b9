"""Draw, redraw and remove zones."""

from collections.abc import Mapping
from typing import Any, Unpack
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.common import audit
from apps.common.errors import InvalidInput
from apps.delivery import rules
from apps.delivery.contracts import ZoneFields, ZoneView
from apps.delivery.errors import NameTaken, TooMany, UnknownPlace, ZoneInUse, ZoneNotFound
from apps.delivery.models import Zone
from apps.delivery.selectors.destinations import known_country, known_state
from apps.delivery.selectors.own import zone_view, zones_within
from apps.delivery.services.known_owner import known_owner
from apps.vendors.contracts import VendorId

NAMES = ("name", "countries", "states")


@transaction.atomic
def save_zone(
    *,
    within: VendorId | None,
    actor_id: UUID | None,
    zone_id: UUID | None = None,
    owner: VendorId | None = None,
    **fields: Unpack[ZoneFields],
) -> ZoneView:
    """Draw a zone, or change the given fields of one. Locks the zone's row.

    Args:
        within: the vendor whose zones are reached; None for staff, who reach everybody's.
        actor_id: who does it, for the audit log.
        zone_id: which to change; None makes a new one.
        owner: whose a new one is, when staff draw it; None for the shop.

    Raises:
        InvalidInput: a field is not right; UnknownPlace is one of them.
        ZoneNotFound: there is none, or it is not the vendor's.
        NameTaken: the owner has another zone of this name.
        TooMany: the vendor has 50.
    """
    zone = _locked(within, zone_id) if zone_id else _new(within, owner)
    before = _audited(zone) if zone_id else None
    present: dict[str, Any] = {name: getattr(zone, name) or [] for name in NAMES[1:]}
    for name, value in checked_zone({**present, "name": zone.name, **fields}).items():
        setattr(zone, name, value)
    try:
        with transaction.atomic():
            zone.save()
    except IntegrityError as error:
        raise NameTaken("Another zone has this name.") from error
    _record("changed" if zone_id else "added", zone, actor_id, before=before, after=_audited(zone))
    return zone_view(zone)


@transaction.atomic
def remove_zone(*, within: VendorId | None, actor_id: UUID | None, zone_id: UUID) -> None:
    """Remove a zone that no method names. Locks the zone's row.

    Raises:
        ZoneNotFound: there is none, or it is not the vendor's.
        ZoneInUse: methods deliver into it.
    """
    zone = _locked(within, zone_id)
    if zone.methods.exists():
        raise ZoneInUse("Remove or move the methods of this zone first.")
    _record("removed", zone, actor_id, before=_audited(zone), after=None)
    zone.delete()


def checked_zone(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return a zone's fields in our spelling.

    Raises:
        InvalidInput: a field is not right; UnknownPlace is one of them.
    """
    name = rules.tidy(fields["name"])
    if wrong := rules.text_error(name, most=rules.MAX_NAME, is_required=True):
        raise InvalidInput("Some fields are not right.", errors={"name": [wrong]})
    countries = _each_once(fields["countries"], known_country, field="countries")
    states = _each_once(fields["states"], known_state, field="states")
    if not countries:
        wrong = "Name at least one country."
        raise InvalidInput(wrong, errors={"countries": [wrong]})
    if states and countries != [rules.HOME]:
        wrong = "States are of Nigeria: leave them out, or name Nigeria alone."
        raise InvalidInput(wrong, errors={"states": [wrong]})
    return {"name": name, "countries": countries, "states": states}


def _each_once(texts: list[str], known: Any, *, field: str) -> list[str]:
    try:
        return sorted({known(text) for text in texts})
    except UnknownPlace as error:
        raise UnknownPlace(error.detail, errors={field: [error.detail]}) from error


def _locked(within: VendorId | None, zone_id: UUID) -> Zone:
    zone = zones_within(within).select_for_update().filter(pk=zone_id).first()
    if zone is None:
        raise ZoneNotFound("There is no such zone.")
    return zone


def _new(within: VendorId | None, owner: VendorId | None) -> Zone:
    vendor_id = within or known_owner(owner)
    if vendor_id and zones_within(vendor_id).count() >= rules.MOST_OF_A_VENDOR:
        raise TooMany(f"A store keeps at most {rules.MOST_OF_A_VENDOR} zones.")
    return Zone(vendor_id=vendor_id, countries=[], states=[])


def _audited(zone: Zone) -> dict[str, Any]:
    return {name: getattr(zone, name) for name in NAMES}


def _record(verb: str, zone: Zone, actor_id: UUID | None, **change: Any) -> None:
    subject = f"delivery-zone:{zone.pk}"
    audit.record(f"delivery-zone.{verb}", subject=subject, actor_id=actor_id, **change)
