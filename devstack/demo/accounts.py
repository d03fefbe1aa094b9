"""The accounts of the demo data. They exist in development and nowhere else."""

from dataclasses import dataclass

from devstack.demo.catalogue import vendors

PASSWORD = "adire-and-indigo-26"  # noqa: S105 - printed at start, development data only
FIRST_SHOP = "atelier-morenike"


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in; `role` is buyer, vendor or staff."""

    email: str
    name: str
    role: str
    vendor: str | None = None
    password: str = PASSWORD


def accounts() -> tuple[Account, ...]:
    """A buyer, the owner of every shop, a member of staff."""
    owners = tuple(
        Account(vendor.email, vendor.owner, "vendor", vendor.slug) for vendor in vendors()
    )
    return (
        Account("buyer@fashionistar.example", "Amaka Obi", "buyer"),
        *owners,
        Account("staff@fashionistar.example", "Tunde Bakare", "staff"),
    )


def shown_accounts() -> tuple[Account, ...]:
    """One of each role: what a newcomer is shown at the start."""
    roles: dict[str, Account] = {}
    for account in accounts():
        if account.vendor in {None, FIRST_SHOP}:
            roles.setdefault(account.role, account)
    return tuple(roles.values())
