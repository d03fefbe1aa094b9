"""Runs inside the shop: a year's end for its largest store, and the dashboard's statements."""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import django

DAYS = 60  # the thirty that are shown, and the thirty before
STATEMENTS = "statements.json"


def fill(vendor_id: UUID) -> int:
    """Sales and views of every product of the store on every day; answers how many rows."""
    from apps.analytics.models import ProductDay, ProductViews, VendorDay  # noqa: PLC0415
    from apps.common.days import today  # noqa: PLC0415
    from apps.products.models import Product  # noqa: PLC0415

    days = [today() - timedelta(days=number) for number in range(1, DAYS + 1)]
    ids = list(Product.objects.filter(vendor_id=vendor_id).values_list("id", flat=True))
    own: dict[str, Any] = {"vendor_id": vendor_id}
    VendorDay.objects.bulk_create(
        [
            VendorDay(**own, day=day, **_sums(len(ids)), **_amounts(), deliveries_minor=150_000)
            for day in days
        ],
        ignore_conflicts=True,  # another benchmark of the same shop may have been here
    )
    pairs = [(product_id, day) for day in days for product_id in ids]
    ProductDay.objects.bulk_create(
        (ProductDay(**own, product_id=one, day=day, **_sums(1)) for one, day in pairs),
        batch_size=5_000,
        ignore_conflicts=True,
    )
    ProductViews.objects.bulk_create(
        (ProductViews(**own, product_id=one, day=day, views=37) for one, day in pairs),
        batch_size=5_000,
        ignore_conflicts=True,
    )
    return 2 * len(pairs)


def _sums(orders: int) -> dict[str, Any]:
    return {
        "currency": "NGN", "orders": orders, "buyers": orders, "units": 2 * orders,
        "cancelled_units": 0, "returned_units": 0, "gross_minor": 2_500_000 * orders,
        "discounts_minor": 10_000 * orders, "refunds_minor": 0,
    }  # fmt: skip


def _amounts() -> dict[str, int]:
    return {"largest_minor": 9_000_000, "smallest_minor": 400_000}


def statements(vendor_id: UUID) -> dict[str, Any]:
    """What the twin needs to do the same: our statements with their values, and the tokens' key."""
    from apps.analytics.selectors.dashboard import _asked  # noqa: PLC0415 -- the list itself
    from apps.authentication import signing  # noqa: PLC0415
    from apps.common.days import Days, today  # noqa: PLC0415
    from apps.vendors.contracts import VendorId  # noqa: PLC0415
    from apps.vendors.facade import vendors_by_id  # noqa: PLC0415

    vendor = vendors_by_id([VendorId(vendor_id)])[VendorId(vendor_id)]
    asked = _asked(vendor, Days.until(today(), DAYS // 2), "NGN")
    public = next(iter(signing._private_keys().values())).public_key()  # noqa: SLF001 -- a twin's
    return {
        "reads": [_with_values(one.read, dict(one.values)) for one in asked],
        "key": public.public_bytes_raw().hex(),
    }


def _with_values(read: Any, values: dict[str, Any]) -> str:
    """The statement as one text, its values written into it."""
    from django.db import connection  # noqa: PLC0415
    from psycopg import ClientCursor  # noqa: PLC0415

    compiled = read.compiled
    with connection.cursor() as cursor:
        bare: Any = ClientCursor(cursor.connection)
        return str(bare.mogrify(compiled.text, compiled.values(values)))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings.main")
    django.setup()
    vendor = UUID(sys.argv[1])
    rows = fill(vendor)
    path = Path(os.environ["BENCH_FOLDER"]) / STATEMENTS
    path.write_text(json.dumps(statements(vendor)))
    print(json.dumps({"rows": rows}))
