"""Facets of a category, and searches of what is sold out, from indexes of their own.

Built beside the running shop.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q

LISTED = Q(status="published", is_vendor_open=True)
BY_POPULARITY = (
    F("is_in_stock").desc(),
    F("popularity").desc(),
    F("published_at").desc(),
    F("id").desc(),
)


class Migration(migrations.Migration):
    """Adds two indexes."""

    atomic = False
    dependencies = [("products", "0010_watch_content")]
    operations = [
        migrations.RunSQL("SET lock_timeout = '5s'", "RESET lock_timeout"),
        AddIndexConcurrently(
            "product",
            models.Index(
                "category", *BY_POPULARITY, condition=LISTED, name="product_category_popular"
            ),
        ),
        AddIndexConcurrently(
            "product",
            GinIndex(
                fields=["search_vector"],
                condition=LISTED & Q(is_in_stock=False),
                name="product_search_sold_out",
            ),
        ),
        migrations.RunSQL("RESET lock_timeout", "SET lock_timeout = '5s'"),
    ]
