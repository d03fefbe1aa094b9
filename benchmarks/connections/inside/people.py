"""Runs inside the shop: `make` lets people come, `tokens` signs them in; prints JSON."""

import json
import os
import sys
from typing import Any
from uuid import UUID

import django

BUYERS, SELLERS = 100, 5
SLUGS = 60
DOMAIN = "@bench-connections.example"


def make() -> dict[str, object]:
    """Buyers with a cart of two lines and a placed order, and sales for the largest stores."""
    from apps.authentication.models import User  # noqa: PLC0415
    from apps.inventory.models import Stock  # noqa: PLC0415
    from apps.products.models import Variant  # noqa: PLC0415
    from benchmarks.dashboard.prepare import fill  # noqa: PLC0415

    rows = sum(fill(vendor_id) for vendor_id in _vendors())
    there = Stock.objects.filter(on_hand__gte=5).values("variant_id")
    sold = Variant.objects.filter(is_active=True, product__in=_listed(), id__in=there)
    variants = list(sold.order_by("id")[: 2 * BUYERS])
    for number in range(BUYERS):
        buyer = User.objects.create(email=f"{number}{DOMAIN}", name="Bench")
        _go_shopping(buyer, variants[2 * number : 2 * number + 2])
    return {"rows": rows, "buyers": BUYERS}


def tokens() -> dict[str, object]:
    """Slugs of the newest products, and a token for each of the people: one lives for minutes."""
    from apps.authentication.contracts import UserId  # noqa: PLC0415
    from apps.authentication.facade import access_token_for  # noqa: PLC0415
    from apps.authentication.models import User  # noqa: PLC0415
    from benchmarks.common.inside.facts import owner_of  # noqa: PLC0415

    buyers = User.objects.filter(email__endswith=DOMAIN).order_by("email")
    owners = [owner_of(vendor_id) for vendor_id in _vendors()]
    newest = _listed().order_by("-published_at", "-id")
    return {
        "slugs": list(newest.values_list("slug", flat=True)[:SLUGS]),
        "buyers": [access_token_for(UserId(one.pk)) for one in buyers],
        "sellers": [access_token_for(UserId(one)) for one in owners],
    }


def _go_shopping(buyer: Any, variants: list[Any]) -> None:
    from apps.authentication.contracts import UserId  # noqa: PLC0415
    from apps.cart.contracts import CartOwner  # noqa: PLC0415
    from apps.cart.facade import add_line  # noqa: PLC0415
    from apps.orders.tests.factories import place  # noqa: PLC0415
    from apps.products.contracts import VariantId  # noqa: PLC0415

    for variant in variants:
        owner = CartOwner(user_id=UserId(buyer.pk))
        add_line(owner=owner, variant_id=VariantId(variant.pk), quantity=1)
    place(*variants, buyer=buyer)


def _listed() -> Any:
    from apps.products.models import Product  # noqa: PLC0415
    from apps.products.models.product import LISTED  # noqa: PLC0415

    return Product.objects.filter(LISTED)


def _vendors() -> list[UUID]:
    from django.db.models import Count  # noqa: PLC0415

    counted = _listed().values("vendor_id").annotate(count=Count("id"))
    return list(counted.order_by("-count").values_list("vendor_id", flat=True)[:SELLERS])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings.main")
    django.setup()
    print(json.dumps({"make": make, "tokens": tokens}[sys.argv[1]]()))
