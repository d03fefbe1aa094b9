"""Task ids: `<queue>.<UUIDv7 in hex>`, so that an id alone finds its queue, and ids sort by time.

Django promises ids of fewer than 64 characters; hence the limit on queue names.
"""

import os
import re
import time

MAX_QUEUE_NAME = 30
_QUEUE_NAME = re.compile(rf"[A-Za-z0-9_.-]{{1,{MAX_QUEUE_NAME}}}")
_ID = re.compile(rf"[A-Za-z0-9_.-]{{1,{MAX_QUEUE_NAME}}}\.[0-9a-f]{{32}}")
_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62
_RANDOM = ~(0xF << 76 | 0b11 << 62) & ((1 << 80) - 1)


def is_queue_name(name: str) -> bool:
    """Whether a queue of this name can be kept in Redis and named in an id."""
    return _QUEUE_NAME.fullmatch(name) is not None


def new_task_id(queue: str) -> str:
    """Return an id that nobody else has (48 bits of milliseconds, 74 random ones; RFC 9562)."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10)) & _RANDOM
    return f"{queue}.{milliseconds << 80 | random | _VERSION | _VARIANT:032x}"


def queue_of(task_id: str) -> str | None:
    """Return the queue in a task's id; None if it is no id of ours."""
    return task_id.rpartition(".")[0] if _ID.fullmatch(task_id) else None
