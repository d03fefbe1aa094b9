"""The index of popularity holds the tier, so that sorting tiers reads no product.

Built beside the running shop. An index that begins as a unique one does goes.
"""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q

LISTED = Q(status="published", is_vendor_open=True)
BY_POPULARITY = (
    F("is_in_stock").desc(),
    F("popularity").desc(),
    F("published_at").desc(),
    F("id").desc(),
)
NAME, ASIDE = "product_popular", "product_popular_old"


class Migration(migrations.Migration):
    """Builds the new index before the old one goes: lists never wait."""

    atomic = False
    dependencies = [("products", "0008_search_tiers")]
    operations = [
        migrations.RunSQL("SET lock_timeout = '5s'", "RESET lock_timeout"),
        migrations.RenameIndex("product", old_name=NAME, new_name=ASIDE),
        AddIndexConcurrently(
            "product",
            models.Index(
                *BY_POPULARITY, condition=LISTED, include=["popularity_tier"], name=NAME
            ),
        ),
        RemoveIndexConcurrently("product", ASIDE),
        migrations.AlterField(
            "purchase",
            "product",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="purchases",
                to="products.product",
            ),
        ),
        migrations.RunSQL("RESET lock_timeout", "SET lock_timeout = '5s'"),
    ]
