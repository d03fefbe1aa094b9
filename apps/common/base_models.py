"""Abstract models that domains build on."""

from typing import Any

from django.db import models

from apps.common import clock
from apps.common.ids import new_id


class Identified(models.Model):
    """A row that clients or other domains may name: its key is a UUIDv7."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class Timestamped(models.Model):
    """When the row was made and last saved, UTC."""

    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        """Save and note the time."""
        self.updated_at = clock.now()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "updated_at"}
        super().save(**kwargs)
