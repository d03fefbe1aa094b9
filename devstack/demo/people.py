"""The demo's people and their shops: accounts, a buyer's addresses, vendors with their marks."""

from collections.abc import Sequence

from django.contrib.auth import get_user_model
from django.db import transaction

from apps.authentication import facade as authentication
from apps.authentication.contracts import UserId
from apps.customers import facade as customers
from apps.vendors import facade as shops
from apps.vendors.contracts import VendorRef
from devstack.demo.accounts import Account, accounts
from devstack.demo.catalogue import Vendor

type People = dict[str, UserId]  # by address


def open_accounts() -> tuple[People, int]:
    """Open the accounts that are missing; return all, and how many are new."""
    people: People = {}
    added = 0
    for account in accounts():
        known = authentication.user_id_by_email(account.email)
        added += known is None
        people[account.email] = known or _open(account)
    return people, added


def _open(account: Account) -> UserId:
    user_id = authentication.create_account(
        email=account.email,
        password=account.password,
        name=account.name,
        is_staff=account.role == "staff",
    )
    if account.role == "staff":
        get_user_model().objects.filter(pk=user_id).update(is_superuser=True)  # sees all of /admin
    if account.role == "buyer":
        _write_addresses(user_id, account)
    return user_id


def _write_addresses(user_id: UserId, account: Account) -> None:
    customers.save_address(
        user_id=user_id,
        label="Home",
        name=account.name,
        phone="+2348031234567",
        line1="14 Bode Thomas Street",
        landmark="Opposite the yellow pharmacy",
        city="Surulere",
        lga="Surulere",
        state="Lagos",
    )
    customers.save_address(
        user_id=user_id,
        label="Work",
        name=account.name,
        phone="+2348031234567",
        line1="3rd floor, 27 Aminu Kano Crescent",
        landmark="Beside the fountain",
        city="Wuse II",
        lga="Abuja Municipal",
        state="FCT",
    )


def known_shops(people: People, catalogue: Sequence[Vendor]) -> dict[str, VendorRef]:
    """The shops that exist already, by the slugs of the catalogue."""
    found = {vendor.slug: shops.vendor_of(people[vendor.email]) for vendor in catalogue}
    return {slug: shop for slug, shop in found.items() if shop}


@transaction.atomic
def open_shop(vendor: Vendor, people: People, *, logo: bytes, cover: bytes) -> VendorRef:
    """Open a shop with its marks and let it in."""
    shop = shops.open_vendor(
        owner_id=people[vendor.email],
        store_name=vendor.name,
        tagline=vendor.tagline,
        description=vendor.story,
        city=vendor.city,
        state=vendor.state,
        country=vendor.country,
        support_email=vendor.email,
        support_phone=vendor.phone,
    )
    shops.set_picture(vendor_id=shop.id, kind="logo", content=logo)
    shops.set_picture(vendor_id=shop.id, kind="cover", content=cover)
    staff = next(account.email for account in accounts() if account.role == "staff")
    return shops.approve_vendor(vendor_id=shop.id, by=people[staff])
