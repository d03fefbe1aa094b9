"""The demo's people and their shops: accounts, a buyer's addresses, vendors with their marks."""

from collections.abc import Sequence

from django.contrib.auth import get_user_model

from apps.authentication import facade as authentication
from apps.authentication.contracts import UserId
from apps.customers import facade as customers
from apps.vendors import facade as shops
from apps.vendors.contracts import VendorRef
from devstack.demo.accounts import Account, accounts
from devstack.demo.catalogue import Vendor
from devstack.demo.pictures import cover_of, logo_of

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


def open_vendors(people: People, catalogue: Sequence[Vendor]) -> tuple[dict[str, VendorRef], int]:
    """Open and approve the shops that are missing; return all by slug, and how many are new."""
    staff = next(account.email for account in accounts() if account.role == "staff")
    found: dict[str, VendorRef] = {}
    added = 0
    for vendor in catalogue:
        owner = people[vendor.email]
        known = shops.vendor_of(owner)
        added += known is None
        found[vendor.slug] = known or _open_shop(vendor, owner, people[staff])
    return found, added


def _open_shop(vendor: Vendor, owner: UserId, staff: UserId) -> VendorRef:
    shop = shops.open_vendor(
        owner_id=owner,
        store_name=vendor.name,
        tagline=vendor.tagline,
        description=vendor.story,
        city=vendor.city,
        state=vendor.state,
        country=vendor.country,
        support_email=vendor.email,
        support_phone=vendor.phone,
    )
    shops.set_picture(vendor_id=shop.id, kind="logo", content=logo_of(vendor))
    shops.set_picture(vendor_id=shop.id, kind="cover", content=cover_of(vendor))
    return shops.approve_vendor(vendor_id=shop.id, by=staff)
