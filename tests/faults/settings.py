"""The real settings, with a lease short enough to wait for."""

from backend.settings.main import *  # noqa: F403

OUTBOX_LEASE_SECONDS = 4
OUTBOX_PATIENCE_SECONDS = 4
