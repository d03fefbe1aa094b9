"""Ask to be let in as a vendor."""

import secrets

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from apps.authentication.contracts import UserId
from apps.vendors.contracts import ProfileChanges, VendorRef
from apps.vendors.errors import AlreadyAVendor
from apps.vendors.models import Vendor, VendorMember
from apps.vendors.rules import clean_store_name
from apps.vendors.selectors.vendors import ref_of
from apps.vendors.services.change_status import note_status
from apps.vendors.services.update_profile import clean_changes
from apps.vendors.states import MemberRole, VendorStatus

LONGEST_BASE = 60  # leaves room for a tail


@transaction.atomic
def open_vendor(
    *,
    owner_id: UserId,
    store_name: str,
    tagline: str = "",
    description: str = "",
    city: str = "",
    state: str = "",
    country: str = "NG",
    support_email: str = "",
    support_phone: str = "",
) -> VendorRef:
    """Make a vendor that waits for approval, owned by one account.

    Its slug comes from the name; a taken one gets a short random tail.

    Raises:
        AlreadyAVendor: the account belongs to a vendor already.
        InvalidInput: a text is empty, too long, or holds hidden characters.
    """
    profile = ProfileChanges(
        tagline=tagline,
        description=description,
        city=city,
        state=state,
        country=country,
        support_email=support_email,
        support_phone=support_phone,
    )
    name = clean_store_name(store_name)
    vendor = save_with_free_slug(
        Vendor(store_name=name, status=VendorStatus.PENDING, **clean_changes(profile))
    )
    _add_owner(vendor, owner_id)
    note_status(vendor, before="", actor_id=owner_id)
    return ref_of(vendor)


def save_with_free_slug(vendor: Vendor) -> Vendor:
    """Insert the vendor under a slug of its name, with a short random tail if that is taken."""
    base = slugify(vendor.store_name)[:LONGEST_BASE].strip("-") or "store"
    vendor.slug = base
    while Vendor.objects.filter(slug=vendor.slug).exists() or not _is_saved(vendor):
        vendor.slug = f"{base}-{secrets.token_hex(3)}"
    return vendor


def _is_saved(vendor: Vendor) -> bool:
    """False when somebody took the slug between the look and the insert."""
    try:
        with transaction.atomic():
            vendor.save(force_insert=True)
    except IntegrityError as error:
        if "slug" not in str(error):
            raise
        return False
    return True


def _add_owner(vendor: Vendor, owner_id: UserId) -> None:
    _, is_new = VendorMember.objects.get_or_create(
        user_id=owner_id, defaults={"vendor": vendor, "role": MemberRole.OWNER}
    )
    if not is_new:
        raise AlreadyAVendor("This account belongs to a store already.")
