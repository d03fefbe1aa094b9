"""One race for each lock of the payments; `./fashionistar mutate locks` takes each lock away.

`tools/lock_mutations.toml` says which guard each of these is for, and what it does without it.
"""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connection, transaction

from apps.common.ids import new_id
from apps.common.money import Money
from apps.common.tests.parallel import in_parallel, race
from apps.orders.models import Order
from apps.orders.services.pay_order import continue_payment
from apps.orders.tests.factories import (
    RETURN_URL,
    approve,
    decide,
    new_variant,
    placed_order,
)
from apps.payments import facade as payments
from apps.payments.gateways.base import RefundRequest, Verdict
from apps.payments.gateways.sandbox import books
from apps.payments.gateways.sandbox.gateway import SandboxGateway
from apps.payments.gateways.sandbox.signing import SIGNATURE_HEADER, sign
from apps.payments.models import Attempt, Intent, SandboxCharge, WebhookReceipt
from apps.payments.models import Refund as RefundOfPayment
from apps.payments.services import cancel_intent as cancelling
from apps.payments.services import settle_refund as settling
from apps.payments.services.find_late_money import take_late_payments
from apps.payments.services.sweep_refunds import take_due_refunds
from apps.payments.states import INTENT, IntentStatus
from apps.payments.tests.factories import asked_refund, paid_intent
from tests.faults.orders.racing import AT_ONCE, all_at_once, events, told
from tests.faults.orders.slow import slow_writes

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_ten_refunds_of_most_of_a_payment_one_is_made() -> None:
    intent = paid_intent()
    most = Money(intent.amount_minor * 6 // 10, intent.currency)

    def ask() -> object:
        return payments.refund(
            refund_id=new_id(), reference=intent.reference, amount=most, reason="race"
        )

    with slow_writes("payments_refund"):
        assert all_at_once(ask, 10) == {"done": 1, "RefundExceedsPayment": 9}
    intent.refresh_from_db()
    assert intent.refunded_minor == most.minor


def test_one_refund_asked_for_many_times_is_made_once() -> None:
    intent, refund_id = paid_intent(), new_id()
    some = Money(1000, intent.currency)
    ask = partial(
        payments.refund, refund_id=refund_id, reference=intent.reference, amount=some, reason=""
    )
    with slow_writes("payments_refund"):
        assert all_at_once(ask) == {"done": AT_ONCE}
    intent.refresh_from_db()
    assert (intent.refunded_minor, events("payments.refund-requested")) == (1000, 1)


def test_a_payment_is_settled_once() -> None:
    order = placed_order(new_variant(stock=5))
    approve(order)
    with slow_writes("payments_attempt"):
        done = all_at_once(partial(payments.settle, reference=order.id))
    assert (done, events("payments.payment-succeeded")) == ({"done": AT_ONCE}, 1)


def test_many_clicks_on_pay_open_one_charge() -> None:
    """After a declined one: the first attempt is made with the order."""
    order = placed_order(new_variant(stock=5))
    call = partial(
        continue_payment, order_id=order.id, buyer_id=order.buyer_id, return_url=RETURN_URL
    )
    call()
    decide(order, SandboxCharge.Outcome.DECLINED)
    payments.settle(reference=order.id)
    with slow_writes("payments_intent"):
        assert all_at_once(call) == {"done": AT_ONCE}
    assert (Attempt.objects.count(), SandboxCharge.objects.count()) == (2, 2)


def test_the_database_itself_keeps_attempts_apart() -> None:
    """The lock comes first; this is what stands behind it."""
    intent = Intent.objects.get(reference=placed_order(new_variant(stock=5)).id)
    Attempt.objects.all().delete()
    made = race([partial(Attempt.objects.create, intent=intent)] * AT_ONCE)
    assert told(made) == {"done": 1, "IntegrityError": AT_ONCE - 1}


class _Dawdling:
    """The table of an intent's moves, looked at slowly: money arrives meanwhile."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        self._meanwhile = meanwhile

    def check(self, was: IntentStatus, target: IntentStatus) -> IntentStatus:
        self._meanwhile()
        return INTENT.check(was, target)


def test_giving_up_does_not_write_over_money(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the lock on the intent the money that came in between is forgotten."""
    order = placed_order(new_variant(stock=5))
    approve(order)

    def settle_elsewhere() -> None:
        # Waits for the intent's lock where there is one, so it must not be waited for.
        racer.append(race([lambda: _settle_within(order)])[0])

    racer: list[object] = []
    monkeypatch.setattr(cancelling, "INTENT", _Dawdling(settle_elsewhere))
    payments.cancel_intent(reference=order.id)
    payments.settle(reference=order.id)  # at the latest the sweep of late money asks again
    assert Intent.objects.get().status == "succeeded"


def _settle_within(order: Order) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    try:
        with transaction.atomic():
            Intent.objects.select_for_update().get(reference=order.id)
    except OperationalError:
        return  # it is locked: we come too late, as we should
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
    payments.settle(reference=order.id)


def test_late_money_is_asked_for_by_one_sweep() -> None:
    for _ in range(3):
        order = placed_order(new_variant(stock=5))
        continue_payment(order_id=order.id, buyer_id=order.buyer_id, return_url=RETURN_URL)
        payments.cancel_intent(reference=order.id)
    Attempt.objects.update(ask_at=Order.objects.latest("placed_at").placed_at)
    with slow_writes("payments_attempt"):
        answers = race([partial(take_late_payments, limit=10)] * AT_ONCE)
    asked = [reference for answer in answers for reference in answer]
    assert (len(asked), len(set(asked))) == (3, 3)


class _Interrupted(SandboxGateway):
    """While it is told of a refund, two others come by to send the same."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def refund(self, request: RefundRequest) -> Verdict:
        self.sent.append(request.reference)
        if len(self.sent) == 1:
            race([partial(settling.settle_refund, refund_id=UUID(request.reference))] * 2)
        return super().refund(request)


def test_a_refund_is_sent_by_one_while_the_provider_thinks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    provider, refund = _Interrupted(), asked_refund(paid_intent())
    monkeypatch.setattr(settling, "gateway", lambda _: provider)
    settling.settle_refund(refund_id=refund.id)
    assert provider.sent == [str(refund.id)]


def test_a_refund_is_looked_up_by_one_sweep() -> None:
    refund = asked_refund(paid_intent())
    RefundOfPayment.objects.filter(id=refund.id).update(look_at=refund.created_at)
    with slow_writes("payments_refund"):
        answers = race([partial(take_due_refunds, limit=10)] * AT_ONCE)
    assert sorted(len(answer) for answer in answers) == [0] * (AT_ONCE - 1) + [1]


def test_twenty_identical_webhooks_are_one_receipt(api: Any) -> None:
    order = placed_order(new_variant(stock=5))
    approve(order)
    body = books.webhook_body(SandboxCharge.objects.get())
    headers = {SIGNATURE_HEADER: sign(body)}

    def post(_: int) -> int:
        answer = type(api)().post("/api/v2/payments/webhooks/sandbox", raw=body, headers=headers)
        return int(answer.status_code)

    with slow_writes("payments_webhookreceipt"):
        assert in_parallel(20, post) == [200] * 20
    assert WebhookReceipt.objects.count() == 1


def test_the_sandbox_tells_of_a_decision_once() -> None:
    approve_twice = placed_order(new_variant(stock=5))
    continue_payment(
        order_id=approve_twice.id, buyer_id=approve_twice.buyer_id, return_url=RETURN_URL
    )
    token = SandboxCharge.objects.get().token
    press = partial(books.decide, token=token, outcome=SandboxCharge.Outcome.APPROVED)
    with slow_writes("payments_sandboxcharge"):
        assert all_at_once(press) == {"done": AT_ONCE}
    assert events("payments.sandbox-charge-decided") == 1
