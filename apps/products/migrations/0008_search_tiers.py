"""A third tier of popularity, so that no search ranks more than some thousand products."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import Q

LAST_TIER = """
ALTER TABLE products_product ALTER COLUMN popularity_tier SET DEFAULT 4;
UPDATE products_product SET popularity_tier = 4 WHERE popularity_tier = 3;
"""


class Migration(migrations.Migration):
    """Moves everything that is in no tier to the new last one."""

    dependencies = [("products", "0007_size_guides")]
    operations = [
        migrations.AlterField(
            model_name="product",
            name="popularity_tier",
            field=models.PositiveSmallIntegerField(db_default=4, editable=False),
        ),
        migrations.RunSQL(LAST_TIER, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="product",
            index=GinIndex(
                condition=Q(("is_vendor_open", True), ("status", "published"))
                & Q(popularity_tier__lte=3),
                fields=["search_vector"],
                name="product_search_far",
            ),
        ),
    ]
