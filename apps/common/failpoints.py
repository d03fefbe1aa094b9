"""Places at which a fault test kills the process, to see what is left behind.

Only `tests/faults/settings.py` ever names one in `FAILPOINT`; every other settings module has None,
and in production a name would do nothing and fail `check --deploy`.
"""

import os
import signal

from django.conf import settings


def failpoint(name: str) -> None:
    """Die here as a machine does that loses its power, if this is the armed place."""
    if name == settings.FAILPOINT and settings.ENVIRONMENT == "test":
        os.kill(os.getpid(), signal.SIGKILL)
