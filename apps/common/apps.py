"""The floor: money, time, ids, errors, events, HTTP edges. No shop words in here."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from apps.common.observability.tasks import log_tasks


class CommonConfig(AppConfig):
    """Loads every domain's event handlers once all apps are ready."""

    name = "apps.common"
    label = "common"

    def ready(self) -> None:
        """Find `handlers.py` of each domain, then refuse event cycles and unknown queues."""
        from apps.common import checks  # noqa: F401, PLC0415 -- it registers itself
        from apps.common.outbox.registry import (  # noqa: PLC0415 -- models must be ready
            refuse_cycles,
            refuse_unknown_queues,
        )

        autodiscover_modules("handlers")
        log_tasks()
        refuse_unknown_queues()
        refuse_cycles()
