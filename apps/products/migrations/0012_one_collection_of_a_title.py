"""Two collections of one title were kept apart by a look before writing alone."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("products", "0011_popular_of_a_category")]

    operations = [
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("title"), name="collection_title_once"
            ),
        ),
    ]
