"""That content changed, for whoever keeps answers made of it."""

from django.db import migrations, models


class ContentMark(models.Model):
    """Written by triggers in the transaction of a change, once; the relay takes it."""

    topic = models.CharField(max_length=40)

    class Meta:
        app_label = "common"

    def __str__(self) -> str:
        return self.topic


def watch(table: str, topic: str, *, column: str = "") -> migrations.RunSQL:
    """Return the migration step after which changes of a table are marked.

    Triggers, so that no way of saving can forget it; an UPDATE that changes nothing marks
    nothing. They depend on `common.0004`.

    Args:
        table: its name in the database.
        topic: what answers are made of, as `public` names it.
        column: only its updates count; for tables of which answers show little.
    """
    mark = f"EXECUTE FUNCTION common_content_changed('{topic}')"
    changed = f"""CREATE TRIGGER content_changed AFTER INSERT OR DELETE ON {table}
        FOR EACH ROW {mark};"""
    updated = f"""CREATE TRIGGER content_updated AFTER UPDATE ON {table} FOR EACH ROW
        WHEN (OLD.{column or "*"} IS DISTINCT FROM NEW.{column or "*"}) {mark};"""
    return migrations.RunSQL(
        updated if column else changed + updated,
        f"DROP TRIGGER content_updated ON {table};"
        f"DROP TRIGGER IF EXISTS content_changed ON {table};",
    )
