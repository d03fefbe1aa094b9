"""Ask a worker once more for pictures that are still pending."""

from collections.abc import Iterable

from django.db import transaction

from apps.common.outbox import publish
from apps.products.contracts import MediaId
from apps.products.events import MediaAdded
from apps.products.models import Media
from apps.products.states import MediaStatus


@transaction.atomic
def request_renditions(*, media_ids: Iterable[MediaId]) -> int:
    """Queue the pending ones of these pictures again; return how many."""
    pending = Media.objects.filter(id__in=list(media_ids), status=MediaStatus.PENDING)
    found = list(pending.order_by("id").values_list("id", flat=True))
    for media_id in found:
        publish(MediaAdded(media_id=media_id))
    return len(found)
