"""What the commands for operators share."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from redis.exceptions import ResponseError

from leased_tasks.errors import Unavailable
from leased_tasks.queues import Queue, declared_queues, holders_of, queue_named

REDIS_AWAY = 3


class OperatorCommand(BaseCommand):
    """A command whose `act` may find Redis away or the settings wrong.

    Exit codes: 0 done, 1 not (all) possible or wrongly asked, 2 unreadable options, 3 no Redis.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        """Run `act`.

        Raises:
            CommandError: with the exit code, and the sentence for the person.
        """
        try:
            self.act(**options)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        except Unavailable as error:
            raise CommandError(f"Redis does not answer: {error}", returncode=REDIS_AWAY) from error
        except ResponseError as error:
            raise CommandError(f"Redis refuses: {error}", returncode=REDIS_AWAY) from error

    def act(self, **options: Any) -> None:
        """Do what the command is for."""
        raise NotImplementedError

    def queues(self, wish: str | None) -> list[Queue]:
        """Return the queue asked for, or all; raises ImproperlyConfigured if there is none."""
        found = [queue_named(wish)] if wish else declared_queues()
        if not found:
            raise ImproperlyConfigured("TASKS declares no queue of a LeasedTasksBackend.")
        return found

    def on_each(
        self, ids: Iterable[str], action: Callable[[Queue, str], bool], done: str, not_done: str
    ) -> None:
        """Do something to each task and say what became of it.

        Raises:
            CommandError: it was not possible for at least one.
        """
        refused = 0
        for task_id in dict.fromkeys(ids):
            fine = any(action(queue, task_id) for queue in holders_of(task_id))
            refused += not fine
            self.stdout.write(f"{task_id}: {done if fine else not_done}")
        if refused:
            raise CommandError(f"{refused} of them {not_done}.")
