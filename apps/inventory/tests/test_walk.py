"""Random walks over everything that moves stock, beside a plain model of the shelf."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from apps.common import clock
from apps.common.ids import new_id
from apps.inventory import facade
from apps.inventory.contracts import StockLine
from apps.inventory.errors import OutOfStock, UnitsAreReserved
from apps.inventory.models import Reservation
from apps.inventory.tests.factories import assert_books_balance, counts, line, stocked

PLACE = st.integers(0, 10)
UNITS = st.integers(1, 4)


class Shelf(RuleBasedStateMachine):
    """Units on hand, what each reference holds, and what each gave back."""

    def __init__(self):
        super().__init__()
        self.shirt, self.on_hand = stocked(5), 5
        self.held: dict[UUID, int] = {}
        self.let_go: dict[UUID, int] = {}
        self.paid: list[UUID] = []

    @property
    def free(self):
        return self.on_hand - sum(self.held.values())

    @rule(units=UNITS)
    def reserve(self, units):
        reference, lines = new_id(), [line(self.shirt, units)]
        if units > self.free:
            with pytest.raises(OutOfStock), transaction.atomic():
                facade.reserve(lines=lines, reference=reference, minutes=10)
        else:
            facade.reserve(lines=lines, reference=reference, minutes=10)
            self.held[reference] = units

    @precondition(lambda self: self.held)
    @rule(place=PLACE)
    def commit(self, place):
        reference = self.one_of(self.held, place)
        facade.commit(reference=reference)
        self.on_hand -= self.held.pop(reference)
        self.paid.append(reference)

    @precondition(lambda self: self.let_go)
    @rule(place=PLACE)
    def commit_late(self, place):
        reference = self.one_of(self.let_go, place)
        if self.let_go[reference] > self.free:
            with pytest.raises(OutOfStock):
                facade.commit(reference=reference)
        else:
            facade.commit(reference=reference)
            self.on_hand -= self.let_go.pop(reference)
            self.paid.append(reference)

    @precondition(lambda self: self.held)
    @rule(place=PLACE)
    def release(self, place):
        reference = self.one_of(self.held, place)
        assert facade.release(reference=reference)
        self.let_go[reference] = self.held.pop(reference)

    @precondition(lambda self: self.held)
    @rule(place=PLACE)
    def run_out(self, place):
        reference = self.one_of(self.held, place)
        past = clock.now() - timedelta(seconds=1)
        Reservation.objects.filter(reference=reference).update(expires_at=past)
        assert facade.release_expired() == 1
        self.let_go[reference] = self.held.pop(reference)

    @precondition(lambda self: self.paid)
    @rule(place=PLACE)
    def repeat(self, place):
        reference = self.one_of(self.paid, place)
        facade.commit(reference=reference)
        assert not facade.release(reference=reference)

    @rule(units=UNITS)
    def receive(self, units):
        facade.receive([StockLine(self.shirt, units)], reason="walk")
        self.on_hand += units

    @rule(units=st.integers(0, 8))
    def count(self, units):
        if units < sum(self.held.values()):
            with pytest.raises(UnitsAreReserved):
                facade.set_on_hand(variant_id=self.shirt, quantity=units, reason="walk")
        else:
            facade.set_on_hand(variant_id=self.shirt, quantity=units, reason="walk")
            self.on_hand = units

    @invariant()
    def the_shelf_is_as_the_model_says(self):
        assert counts(self.shirt) == (self.on_hand, sum(self.held.values()))
        assert_books_balance(self.shirt)

    @staticmethod
    def one_of(references, place):
        return [*references][place % len(references)]


@pytest.mark.django_db
def test_the_shelf_matches_a_plain_model_after_every_step():
    run_state_machine_as_test(
        Shelf, settings=settings(max_examples=12, stateful_step_count=20, deadline=None)
    )
