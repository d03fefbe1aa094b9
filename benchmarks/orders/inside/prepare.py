"""Runs inside the shop: `goods` fills the shelves, `tokens N` signs N buyers in; prints JSON."""

import json
import os
import sys

import django

UNITS = 1_000_000  # the most that a shelf can hold
SKUS = 1000
VENDORS = 2


def goods() -> dict[str, object]:
    """One hot variant and a thousand others of two vendors, with more units than can be sold."""
    from apps.authentication.tests.factories import UserFactory  # noqa: PLC0415
    from apps.orders.tests.factories import new_variant  # noqa: PLC0415
    from apps.vendors.tests.factories import VendorFactory  # noqa: PLC0415

    owners = [UserFactory.create() for _ in range(VENDORS)]
    vendors = [VendorFactory.create(owner=owner) for owner in owners]
    hot = new_variant(stock=UNITS, vendor=vendors[0])
    others = [new_variant(stock=UNITS, vendor=vendors[number % VENDORS]) for number in range(SKUS)]
    by_vendor = [[str(one.pk) for one in others[first::VENDORS]] for first in range(VENDORS)]
    return {"hot": str(hot.pk), "by_vendor": by_vendor}


def tokens(count: int) -> dict[str, object]:
    """Access tokens live for minutes: each measurement has its own."""
    from apps.authentication.contracts import UserId  # noqa: PLC0415
    from apps.authentication.facade import access_token_for  # noqa: PLC0415
    from apps.authentication.models import User  # noqa: PLC0415
    from apps.common.ids import new_id  # noqa: PLC0415

    users = [User(email=f"bench-{new_id()}@example.com", name="Bench") for _ in range(count)]
    User.objects.bulk_create(users)
    return {"tokens": [access_token_for(UserId(user.pk)) for user in users]}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings.main")
    django.setup()
    answer = goods() if sys.argv[1] == "goods" else tokens(int(sys.argv[2]))
    print(json.dumps(answer))
