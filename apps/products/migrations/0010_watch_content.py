"""Public answers are made anew when what they show changes."""

from django.db import migrations

from apps.common.public_cache.models import watch

TABLES = (
    "products_product",
    "products_variant",
    "products_media",
    "products_category",
    "products_brand",
    "products_collection",
    "products_product_collections",
    "products_sizeguide",
    "products_review",
    "products_reviewreply",
    "products_term",
    "products_synonym",
)


class Migration(migrations.Migration):
    """Adds triggers."""

    dependencies = [("products", "0009_tiers_in_the_index"), ("common", "0004_content_marks")]
    operations = [watch(table, "catalogue") for table in TABLES]
