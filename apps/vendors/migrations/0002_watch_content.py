"""Public answers are made anew when a vendor changes."""

from django.db import migrations

from apps.common.public_cache.models import watch


class Migration(migrations.Migration):
    """Adds triggers."""

    dependencies = [("vendors", "0001_initial"), ("common", "0004_content_marks")]
    operations = [watch("vendors_vendor", "catalogue")]
