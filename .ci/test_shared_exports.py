"""Two exports of real shops import whole: every product, every vendor, nothing refused."""

import csv
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def counts() -> tuple[int, int]:
    product, vendor = apps.get_model("products.Product"), apps.get_model("vendors.Vendor")
    return product.objects.count(), vendor.objects.count()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("export", "products_and_vendors"),
    [("apparel-shopify-export.csv", (25, 6)), ("jewelry-shopify-export.csv", (19, 1))],
)
def test_an_export_imports_whole_and_a_repeat_changes_nothing(
    export: str, products_and_vendors: tuple[int, int], tmp_path: Path
) -> None:
    refused = tmp_path / "refused.csv"
    for _ in range(2):
        call_command(
            "import_products", str(DATA / export), "--vendors-from-column", "--report", str(refused)
        )
        assert counts() == products_and_vendors
    assert not refused.exists() or len(list(csv.reader(refused.open()))) <= 1
