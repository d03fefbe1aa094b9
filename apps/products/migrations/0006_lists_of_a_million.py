"""Indexes for lists of a million products; docs/reference/plans.md shows which read uses which.

Built beside the running shop: CONCURRENTLY waits for no reader or writer of rows.
"""

import django.db.models.deletion
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Upper

LISTED = Q(status="published", is_vendor_open=True)
ORDERS = {
    "newest": (F("published_at").desc(), F("id").desc()),
    "price": (F("lowest_price_minor"), F("id")),
    "rating": (F("rating_average_hundredths").desc(), F("id").desc()),
}


class Migration(migrations.Migration):
    """Adds orders within a category, a vendor, a brand; drops what others begin with."""

    atomic = False
    dependencies = [("products", "0005_search_functions"), ("vendors", "0001_initial")]
    operations = [
        migrations.RunSQL("SET lock_timeout = '5s'", "RESET lock_timeout"),
        *[
            AddIndexConcurrently(
                "product",
                models.Index(column, *order, condition=LISTED, name=f"product_{column}_{name}"),
            )
            for column in ("category", "vendor", "brand")
            for name, order in ORDERS.items()
        ],
        AddIndexConcurrently(
            "product",
            models.Index(fields=["vendor", "-created_at", "-id"], name="product_vendor_made"),
        ),
        AddIndexConcurrently(
            "product", models.Index(fields=["-created_at", "-id"], name="product_made")
        ),
        RemoveIndexConcurrently("product", "product_of_vendor"),
        migrations.AlterField(
            "product",
            "vendor",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="vendors.vendor",
            ),
        ),
        AddIndexConcurrently(
            "variant", models.Index(Upper("colour_name"), Upper("size"), name="variant_of_colour")
        ),
        AddIndexConcurrently("variant", models.Index(Upper("size"), name="variant_of_size")),
        AddIndexConcurrently(
            "product",
            GinIndex(fields=["search_vector"], condition=~LISTED, name="product_search_unlisted"),
        ),
        AddIndexConcurrently("variant", models.Index(Upper("sku"), name="variant_by_sku")),
        migrations.RunSQL("RESET lock_timeout", "SET lock_timeout = '5s'"),
    ]
