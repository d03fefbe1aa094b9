"""The one table of the package: what `once` has let through; and what permissions hang on."""

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


class Queue(models.Model):
    """No table: what permissions and the admin's log of changes hang on. Queues live in Redis."""

    name = models.CharField(max_length=100, primary_key=True)

    class Meta:
        managed = False
        default_permissions = ("view", "change")
        permissions = (("view_task_data", "Can see arguments, results and tracebacks of tasks"),)
        verbose_name = "queue"
        verbose_name_plural = "queues"

    def __str__(self) -> str:
        return self.name
