"""Every pair of states: exactly the moves of the table, and no way back from paid."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from apps.common.state_machine import IllegalTransition
from apps.payments.states import (
    ATTEMPT,
    INTENT,
    REFUND,
    AttemptStatus,
    IntentStatus,
    RefundStatus,
)

INTENT_MOVES = {
    ("started", "succeeded"),
    ("started", "failed"),
    ("started", "cancelled"),
    ("started", "quarantined"),
    ("failed", "started"),
    ("failed", "cancelled"),
    ("cancelled", "succeeded"),
    ("cancelled", "quarantined"),
}
ATTEMPT_MOVES = {("open", "succeeded"), ("open", "failed"), ("open", "quarantined")}
REFUND_MOVES = {
    ("requested", "submitted"),
    ("submitted", "unknown"),
    ("submitted", "succeeded"),
    ("submitted", "failed"),
    ("unknown", "succeeded"),
    ("unknown", "failed"),
}


def test_the_tables_hold_these_moves_and_no_others() -> None:
    intents, attempts = list(IntentStatus), list(AttemptStatus)
    assert {(a, b) for a in intents for b in intents if INTENT.allows(a, b)} == INTENT_MOVES
    assert {(a, b) for a in attempts for b in attempts if ATTEMPT.allows(a, b)} == ATTEMPT_MOVES
    refunds = list(RefundStatus)
    assert {(a, b) for a in refunds for b in refunds if REFUND.allows(a, b)} == REFUND_MOVES


@given(st.lists(st.sampled_from(IntentStatus), max_size=30))
def test_no_walk_leaves_succeeded(wishes: list[IntentStatus]) -> None:
    walk = [IntentStatus.STARTED]
    for wish in wishes:
        try:
            walk.append(INTENT.check(walk[-1], wish))
        except IllegalTransition:
            assert (walk[-1].value, wish.value) not in INTENT_MOVES
    assert all((a.value, b.value) in INTENT_MOVES for a, b in pairwise(walk))
    assert IntentStatus.SUCCEEDED not in walk[:-1]


@given(st.lists(st.sampled_from(RefundStatus), max_size=30))
def test_no_walk_of_a_refund_leaves_its_end(
    wishes: list[RefundStatus],
) -> None:
    walk = [RefundStatus.REQUESTED]
    for wish in wishes:
        try:
            walk.append(REFUND.check(walk[-1], wish))
        except IllegalTransition:
            assert (walk[-1].value, wish.value) not in REFUND_MOVES
    assert not {RefundStatus.SUCCEEDED, RefundStatus.FAILED} & set(walk[:-1])
    assert walk[1:2] in ([], [RefundStatus.SUBMITTED])
