"""The one table of the package: what `once` has let through."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class OnceKey(models.Model):
    """A key for which `leased_tasks.effects.once` said yes, written with the effect it guards."""

    key = models.CharField(max_length=200, primary_key=True)
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        db_table = "leased_tasks_once"
        verbose_name = "effect done once"
        verbose_name_plural = "effects done once"

    objects: ClassVar[models.Manager["OnceKey"]] = models.Manager()

    def __str__(self) -> str:
        return self.key
