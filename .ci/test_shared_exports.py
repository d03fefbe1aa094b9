"""Two exports of real shops import whole: every product, every vendor, nothing refused."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def counts() -> tuple[int, int]:
    product, vendor = apps.get_model("products.Product"), apps.get_model("vendors.Vendor")
    return product.objects.count(), vendor.objects.count()


@pytest.mark.django_db(transaction=True)
def test_the_apparel_export_has_25_products_of_6_vendors_and_repeats_change_nothing() -> None:
    for _ in range(2):
        call_command(
            "import_products", str(DATA / "apparel-shopify-export.csv"), vendors_from_column=True
        )
        assert counts() == (25, 6)


@pytest.mark.django_db(transaction=True)
def test_the_jewelry_export_has_19_products_of_1_vendor_and_repeats_change_nothing() -> None:
    for _ in range(2):
        call_command(
            "import_products", str(DATA / "jewelry-shopify-export.csv"), vendors_from_column=True
        )
        assert counts() == (19, 1)
