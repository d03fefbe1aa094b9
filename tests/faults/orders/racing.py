"""Racers and what they were told."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from apps.common.outbox.models import OutboxEvent
from apps.common.tests.parallel import race

AT_ONCE = 6


def told(answers: Sequence[Any]) -> Counter[str]:
    """How often each ended how: the name of the refusal, or `done`."""
    return Counter(
        type(answer).__name__ if isinstance(answer, Exception) else "done" for answer in answers
    )


def all_at_once(call: Callable[[], Any], count: int = AT_ONCE) -> Counter[str]:
    """Race so many of one call."""
    return told(race([call] * count))


def events(name: str) -> int:
    """How many of that name were published."""
    return OutboxEvent.objects.filter(name=name).count()
