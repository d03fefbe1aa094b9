"""Ticks are kept by the task engine now. No release ran with this table, so it may go at once."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("common", "0001_initial")]

    operations = [migrations.DeleteModel(name="PeriodicRun")]
