"""Change what a vendor says about itself."""

from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.db import models, transaction

from apps.common.errors import InvalidInput
from apps.common.outbox import publish
from apps.vendors.contracts import ProfileChanges, VendorId, VendorProfile
from apps.vendors.errors import VendorNotFound
from apps.vendors.events import VendorRenamed
from apps.vendors.models import Vendor
from apps.vendors.rules import clean_line, clean_store_name
from apps.vendors.selectors.vendors import profile_from

LINES = ("tagline", "city", "state", "country", "support_email", "support_phone")


@transaction.atomic
def update_profile(*, vendor_id: VendorId, **changes: Unpack[ProfileChanges]) -> VendorProfile:
    """Change the given fields; the slug stays, so links stay good.

    Locks the vendor's row.

    Raises:
        VendorNotFound: there is none.
        InvalidInput: a text is too long or holds hidden characters.
    """
    vendor = Vendor.objects.select_for_update().filter(pk=vendor_id).first()
    if vendor is None:
        raise VendorNotFound("There is no such store.")
    cleaned = clean_changes(changes)
    is_renamed = cleaned.get("store_name", vendor.store_name) != vendor.store_name
    for field, value in cleaned.items():
        setattr(vendor, field, value)
    vendor.save(update_fields=[*cleaned, "updated_at"])
    if is_renamed:
        publish(VendorRenamed(vendor_id=vendor.pk))
    return profile_from(vendor)


def clean_changes(changes: ProfileChanges) -> dict[str, str]:
    """The changes made tidy and checked.

    Raises:
        InvalidInput: a text is too long, malformed or holds hidden characters.
    """
    given: dict[str, str] = {field: str(value) for field, value in changes.items()}
    cleaned = {field: _clean(field, value) for field, value in given.items()}
    _check_with_model(cleaned)
    return cleaned


def _clean(field: str, value: str) -> str:
    if field == "store_name":
        return clean_store_name(value)
    if field in LINES:
        return clean_line(value, field=field, longest=_column(field).max_length or 0)
    return value.strip()


def _check_with_model(cleaned: dict[str, str]) -> None:
    for field, value in cleaned.items():
        try:
            _column(field).run_validators(value)
        except ValidationError as error:
            raise InvalidInput(f"Check {field}.", errors={field: error.messages}) from error


def _column(field: str) -> "models.Field[Any, Any]":
    column = Vendor._meta.get_field(field)  # noqa: SLF001 -- Django's documented model API
    if not isinstance(column, models.Field):
        raise TypeError(f"{field} is no column of a vendor")
    return column
