"""Any life of refunds: the books of both sides agree, and every move stands in the table."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apps.common import clock
from apps.common.ids import new_id
from apps.common.money import Money
from apps.common.outbox.models import OutboxEvent
from apps.payments import facade
from apps.payments.errors import RefundExceedsPayment
from apps.payments.gateways.sandbox.refunds import decide_refund
from apps.payments.models import Intent, Refund, SandboxCharge, SandboxRefund
from apps.payments.services.settle_refund import settle_refund
from apps.payments.services.sweep_refunds import take_due_refunds
from apps.payments.states import REFUND, RefundStatus
from apps.payments.tests.factories import paid_intent, set_fault

WHOLE = 1_250_000
Outcome = SandboxCharge.Outcome

STEPS = st.one_of(
    st.tuples(st.just("ask"), st.sampled_from([1, 400_000, 625_000, 750_000, WHOLE])),
    st.tuples(st.just("fault"), st.sampled_from(["", *SandboxCharge.RefundFault.values])),
    st.tuples(st.just("settle"), st.integers(0, 5)),
    st.tuples(st.just("sweep"), st.none()),
    st.tuples(st.just("decide"), st.sampled_from([Outcome.APPROVED, Outcome.DECLINED])),
    st.tuples(st.just("wait"), st.sampled_from([1, 3, 60, 24 * 60])),
)


class Walk:
    """One payment and the refunds of it."""

    def __init__(self, time: time_machine.Traveller) -> None:
        self.time, self.intent = time, paid_intent()
        self.seen: dict[UUID, RefundStatus] = {}

    def take(self, step: str, argument: object) -> None:
        getattr(self, f"_{step}")(argument)
        self.check()

    def _ask(self, minor: int) -> None:
        amount = Money(minor, "NGN")
        payment = facade.payment_of(self.intent.reference)
        assert payment is not None
        fits = amount <= payment.refundable
        try:
            state = facade.refund(
                refund_id=new_id(), reference=self.intent.reference, amount=amount, reason="walk"
            )
        except RefundExceedsPayment:
            assert not fits
        else:
            assert fits
            self.seen[state.id] = RefundStatus.REQUESTED

    def _fault(self, fault: str) -> None:
        set_fault(self.intent, fault)

    def _settle(self, index: int) -> None:
        if index < len(self.seen):
            settle_refund(refund_id=list(self.seen)[index])

    def _sweep(self, _: None) -> None:
        for refund_id in take_due_refunds(limit=10):
            settle_refund(refund_id=refund_id)

    def _decide(self, outcome: Outcome) -> None:
        for refund in SandboxRefund.objects.filter(outcome=Outcome.PENDING)[:1]:
            decide_refund(reference=refund.reference, outcome=outcome)

    def _wait(self, minutes: int) -> None:
        self.time.shift(timedelta(minutes=minutes))

    def check(self) -> None:
        refunds = list(Refund.objects.select_related("intent"))
        for refund in refunds:
            self._check_move(refund)
            self._check_books(refund)
        held = sum(r.amount_minor for r in refunds if r.status != RefundStatus.FAILED)
        assert Intent.objects.get().refunded_minor == held <= WHOLE
        given = SandboxRefund.objects.exclude(outcome=Outcome.DECLINED)
        assert sum(given.values_list("amount_minor", flat=True)) <= WHOLE
        told = OutboxEvent.objects.filter(name__startswith="payments.refund-")
        ended = sum(refund.as_state().is_settled for refund in refunds)
        assert told.exclude(name="payments.refund-requested").count() == ended

    def _check_move(self, refund: Refund) -> None:
        old, new = self.seen[refund.id], RefundStatus(refund.status)
        if old != new and not REFUND.allows(old, new):
            assert old is RefundStatus.REQUESTED  # sent and answered in one go
            assert REFUND.allows(RefundStatus.SUBMITTED, new)
        self.seen[refund.id] = new

    def _check_books(self, refund: Refund) -> None:
        theirs = SandboxRefund.objects.filter(reference=str(refund.id)).first()
        if refund.status == RefundStatus.SUCCEEDED:
            assert theirs is not None
            assert (theirs.outcome, theirs.amount) == (Outcome.APPROVED, refund.amount)
        if refund.status == RefundStatus.FAILED:
            assert theirs is None or theirs.outcome == Outcome.DECLINED

    def end(self) -> Counter[str]:
        """The provider is well again: everything comes to an end, and both books agree."""
        self._fault("")
        while SandboxRefund.objects.filter(outcome=Outcome.PENDING).exists():
            self._decide(Outcome.APPROVED)
        for _ in range(2):
            self.take("wait", 11)
            self.take("sweep", None)
        approved = SandboxRefund.objects.filter(outcome=Outcome.APPROVED)
        theirs = sum(approved.values_list("amount_minor", flat=True))
        assert Intent.objects.get().refunded_minor == theirs
        return Counter(self.seen.values())


class Walks(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(STEPS, min_size=3, max_size=16))
    def test_every_walk_ends_with_books_that_agree(self, steps: list[tuple[str, object]]) -> None:
        with time_machine.travel(clock.now(), tick=False) as time:
            walk = Walk(time)
            for step, argument in steps:
                walk.take(step, argument)
            assert set(walk.end()) <= {RefundStatus.SUCCEEDED, RefundStatus.FAILED}
