"""A small world of events for the outbox's tests."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from apps.common.ids import new_id
from apps.common.models import IdempotencyKey
from apps.common.money import Money
from apps.common.outbox import Event, publish


@dataclass(frozen=True, kw_only=True)
class LampLit(Event):
    """A lamp was lit."""

    name: ClassVar[str] = "tests.lamp-lit"
    aggregate_field: ClassVar[str] = "lamp"
    lamp: UUID
    step: int
    price: Money = Money(100, "NGN")


@dataclass(frozen=True, kw_only=True)
class RoomBright(Event):
    """The room is bright."""

    name: ClassVar[str] = "tests.room-bright"
    priority: ClassVar[int] = 50
    aggregate_field: ClassVar[str] = "lamp"
    lamp: UUID


def light(lamp: UUID | None = None, step: int = 0) -> None:
    with transaction.atomic():
        publish(LampLit(lamp=lamp or new_id(), step=step))


def leave_a_mark(event: LampLit) -> None:
    """An effect in the database, so that a rollback can be seen."""
    IdempotencyKey.objects.create(owner=str(event.lamp), key=f"step-{event.step}", fingerprint="")


def send_word(event: RoomBright) -> None:
    """Never runs: the test looks at the queue only."""


def marks() -> list[str]:
    return list(IdempotencyKey.objects.order_by("id").values_list("key", flat=True))
