"""`inventory_log_of_variant` begins with the variant: an index of its key alone is not needed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Drops the index that the foreign key brought."""

    dependencies = [
        ("inventory", "0003_add_tools_for_vendors"),
        ("products", "0006_lists_of_a_million"),
    ]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AlterField(
            "movement",
            "variant",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="products.variant",
            ),
        ),
    ]
