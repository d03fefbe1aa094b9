"""Reviews show names: public answers are made anew when one changes."""

from django.db import migrations

from apps.common.public_cache.models import watch


class Migration(migrations.Migration):
    """Adds triggers."""

    dependencies = [("authentication", "0002_add_limits"), ("common", "0004_content_marks")]
    operations = [watch("authentication_user", "catalogue", column="name")]
