"""Anchor the audit now."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.common.audit.anchors import write_anchor
from apps.common.audit.places import place_at


class Command(BaseCommand):
    """Appends the heads of all chains to AUDIT_ANCHOR, as the schedule does every 5 minutes."""

    help = "Append the heads of the audit's chains to AUDIT_ANCHOR."

    def handle(self, *args: Any, **options: Any) -> None:
        """Append one anchor."""
        address = settings.AUDIT_ANCHOR
        if not address:
            raise CommandError("AUDIT_ANCHOR names no place.")
        try:
            anchor = write_anchor(place_at(address))
        except Exception as error:
            raise CommandError(f"Nothing could be written to {address}: {error}") from error
        self.stdout.write(f"Anchored {len(anchor.heads)} chains at {anchor.at:%H:%M:%S} UTC.")
