"""The real settings, with a lease short enough to wait for, and a place to die at."""

import os

from backend.settings.main import *  # noqa: F403

FAILPOINT = os.environ.get("FAILPOINT")

OUTBOX_LEASE_SECONDS = 4
OUTBOX_PATIENCE_SECONDS = 4

# A short test does not wait for a real tick.
if tick := os.environ.get("TICK_SECONDS"):
    TASKS_SCHEDULE = {
        name: job | {"every": int(tick)} if "every" in job else job
        for name, job in TASKS_SCHEDULE.items()  # noqa: F405
    }
