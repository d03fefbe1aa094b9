"""Settles refunds in processes that die: `python -m apps.payments.tests.dying ID…`.

The n-th refund's process is killed before its n-th statement. One line each: killed or finished.
"""

import os
import signal
import sys
from itertools import count
from typing import Any
from uuid import UUID

import django


class Death:
    """Kills its process, without notice, before a statement."""

    def __init__(self, before: int) -> None:
        self.before, self.numbers = before, count(1)

    def __call__(self, execute: Any, *facts: Any) -> Any:
        if next(self.numbers) == self.before:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*facts)


def settle_until(before: int, refund_id: UUID) -> None:
    from django.db import connection  # noqa: PLC0415 -- after setup

    from apps.payments.services.settle_refund import settle_refund  # noqa: PLC0415

    with connection.execute_wrapper(Death(before)):
        settle_refund(refund_id=refund_id)


def main(ids: list[str]) -> None:
    django.setup()
    for before, refund_id in enumerate(ids, start=1):
        child = os.fork()
        if child == 0:
            settle_until(before, UUID(refund_id))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        sys.stdout.write("killed\n" if killed else f"finished {status}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
