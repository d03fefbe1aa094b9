"""Marks of changed content, and the function by which triggers write them."""

from django.db import migrations, models

# One mark for a transaction: the setting is local to it, and falls back with a savepoint's rows.
CHANGED = """
CREATE FUNCTION common_content_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    mark text := TG_ARGV[0] || ' ' || pg_current_xact_id();
BEGIN
    IF current_setting('fashionistar.content_mark', true) IS DISTINCT FROM mark THEN
        PERFORM set_config('fashionistar.content_mark', mark, true);
        INSERT INTO common_contentmark (topic) VALUES (TG_ARGV[0]);
    END IF;
    RETURN NULL;
END
$$;
"""


class Migration(migrations.Migration):
    """Adds the table and the function."""

    dependencies = [("common", "0003_audit")]
    operations = [
        migrations.CreateModel(
            name="ContentMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(max_length=40)),
            ],
        ),
        migrations.RunSQL(CHANGED, "DROP FUNCTION common_content_changed();"),
    ]
