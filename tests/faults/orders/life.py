"""The whole life of orders as a state machine: in whatever order, the books agree."""

from collections.abc import Callable
from contextvars import Context
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

import time_machine
from django.db import connection, transaction
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from apps.common import clock
from apps.common.audit.verifying import verify
from apps.common.errors import DomainError
from apps.common.money import Money
from apps.common.outbox.models import Delivery
from apps.common.outbox.testing import deliver_events
from apps.inventory import facade as inventory
from apps.orders import facade
from apps.orders.contracts import NewLine
from apps.orders.models import Dispute, Order, Refund, Return, VendorPart
from apps.orders.selectors.orders import overdue_order_ids
from apps.orders.services.expire_order import expire_order
from apps.orders.services.pay_order import continue_payment
from apps.orders.services.place_order import place_order
from apps.orders.states import DisputeReason, ReturnReason, ShipmentStatus
from apps.orders.tests.aftersale import buyer_of, vendor_of
from apps.orders.tests.factories import RETURN_URL, ship, wish
from apps.payments import facade as payments
from apps.payments.gateways.sandbox import books, delivery
from apps.payments.gateways.sandbox.signing import SIGNATURE_HEADER, sign
from apps.payments.models import SandboxCharge
from apps.payments.services.find_late_money import take_late_payments
from apps.payments.services.receive_webhook import receive_webhook
from apps.payments.services.settle_refund import settle_refund
from apps.payments.services.sweep_refunds import take_due_refunds
from apps.products.contracts import VariantId
from tests.faults.orders.shop import Shop, found_wrong

WHICH = st.integers(0, 3)
UNITS = st.integers(1, 2)
MINUTES = st.sampled_from([1, 16, 31, 24 * 60, 15 * 24 * 60])
LINES = st.dictionaries(st.integers(0, 2), UNITS, min_size=1, max_size=3)


def hear(body: bytes) -> None:
    """The provider's post arrives at the shop: no wire, but no part of what sent it either."""
    headers = {SIGNATURE_HEADER: sign(body)}
    Context().run(receive_webhook, name="sandbox", body=body, headers=headers)


class Life(RuleBasedStateMachine):
    """One life of a shop, in one transaction that is rolled back."""

    shop: ClassVar[Shop]

    def __init__(self) -> None:
        super().__init__()
        self.shop.enter()
        self._all = transaction.atomic()
        self._all._from_testcase = True  # type: ignore[attr-defined]  # as Django's own tests do
        self._all.__enter__()
        self._post, delivery._post = delivery._post, hear
        self._time = time_machine.travel(clock.now(), tick=False)
        self.clock = self._time.start()
        self.orders: list[UUID] = []

    @rule(lines=LINES, who=st.integers(0, 1), with_coupon=st.booleans(), key=st.integers(0, 5))
    def place(self, lines: dict[int, int], who: int, with_coupon: bool, key: int) -> None:
        """Order; one of six keys, so that some come again."""
        items = [
            NewLine(variant_id=VariantId(self.shop.goods[n].pk), quantity=units)
            for n, units in lines.items()
        ]
        codes = (self.shop.coupon.code,) if with_coupon else ()
        request = wish(*items, buyer=self.shop.buyers[who], coupons=codes)
        digest = f"{sorted(lines.items())}{with_coupon}"
        placed = self._try(lambda: place_order(request, key=f"key-number-{key}", digest=digest))
        if placed is not None and placed.order_id not in self.orders:
            self.orders.append(placed.order_id)

    @precondition(lambda self: self.orders)
    @rule(
        which=WHICH,
        outcome=st.sampled_from(["approved", "approved", "declined"]),
        is_told=st.booleans(),
    )
    def press(self, which: int, outcome: str, is_told: bool) -> None:
        """The buyer presses a button on the provider's page, also long after we gave up."""
        order = self._order(which)
        self._try(
            lambda: continue_payment(
                order_id=order.id, buyer_id=order.buyer_id, return_url=RETURN_URL
            )
        )
        charges = SandboxCharge.objects.filter(outcome="pending").order_by("created_at")
        for charge in charges[:1]:
            books.decide(token=charge.token, outcome=SandboxCharge.Outcome(outcome))
        if is_told:
            deliver_events()

    @precondition(lambda self: self.orders)
    @rule(times=st.integers(1, 3))
    def repeat_webhooks(self, times: int) -> None:
        """The provider tells of every decision again."""
        for charge in SandboxCharge.objects.exclude(outcome="pending"):
            for _ in range(times):
                hear(books.webhook_body(charge))

    @precondition(lambda self: self.orders)
    @rule(which=WHICH)
    def come_back(self, which: int) -> None:
        """The browser comes back."""
        self._try(lambda: payments.settle(reference=self._order(which).id))

    @rule()
    def deliver(self) -> None:
        """Relay and workers do what is due."""
        deliver_events()

    @rule(minutes=MINUTES)
    def wait(self, minutes: int) -> None:
        """Time goes by."""
        self.clock.shift(timedelta(minutes=minutes))

    @rule()
    def sweep(self) -> None:
        """All work by the clock."""
        for order_id in overdue_order_ids(limit=100):
            expire_order(order_id=order_id)
        inventory.release_expired()
        for reference in take_late_payments(limit=100):
            payments.settle(reference=reference)
        for refund_id in take_due_refunds(limit=100):
            settle_refund(refund_id=refund_id)

    @precondition(lambda self: self.orders)
    @rule(which=WHICH)
    def cancel(self, which: int) -> None:
        """The buyer gives up."""
        order = self._order(which)
        self._try(lambda: facade.cancel_order(order_id=order.id, buyer_id=order.buyer_id))

    @precondition(lambda self: self.orders)
    @rule(which=WHICH, units=UNITS)
    def call_units_off(self, which: int, units: int) -> None:
        """The vendor has fewer than it thought."""
        part = self._part(which)
        lines = {part.lines.earliest("id").variant_id: units}
        self._try(lambda: facade.cancel_units(part_id=part.id, by=vendor_of(part), lines=lines))

    @precondition(lambda self: self.orders)
    @rule(which=WHICH)
    def send(self, which: int) -> None:
        """The vendor hands the parcel over."""
        part = self._part(which)
        self._try(lambda: ship(part))

    @precondition(lambda self: self.orders)
    @rule(which=WHICH, status=st.sampled_from(list(ShipmentStatus)))
    def move_parcel(self, which: int, status: ShipmentStatus) -> None:
        """The carrier tells where it is."""
        part = self._part(which)
        self._try(lambda: facade.move_shipment(part_id=part.id, by=vendor_of(part), status=status))

    @precondition(lambda self: self.orders)
    @rule(which=WHICH, units=UNITS)
    def ask_back(self, which: int, units: int) -> None:
        """The buyer wants to send some back."""
        part = self._part(which)
        lines = {part.lines.earliest("id").variant_id: units}
        reason = ReturnReason.DOES_NOT_FIT
        self._try(
            lambda: facade.request_return(
                part_id=part.id, by=buyer_of(part), lines=lines, reason=reason
            )
        )

    @rule(is_fit=st.booleans(), answer=st.sampled_from(["approve", "refuse", "receive"]))
    def answer_return(self, is_fit: bool, answer: str) -> None:
        """The vendor answers the newest return, or has its goods in hand."""
        found = Return.objects.order_by("-created_at", "-id").first()
        if found is None:
            return
        by = vendor_of(found.part)
        calls: dict[str, Callable[[], object]] = {
            "approve": lambda: facade.approve_return(return_id=found.id, by=by),
            "refuse": lambda: facade.refuse_return(return_id=found.id, by=by, answer="Worn."),
            "receive": lambda: facade.receive_return(
                return_id=found.id, by=by, restocked=None if is_fit else {}
            ),
        }
        self._try(calls[answer])

    @precondition(lambda self: self.orders)
    @rule(which=WHICH, share=st.integers(1, 110))
    def give_back(self, which: int, share: int) -> None:
        """Staff give a share of the part's money back, or try to give too much."""
        part = self._part(which)
        amount = Money(max(1, part.refundable.minor * share // 100), part.order.currency)
        self._try(
            lambda: facade.refund_part(
                part_id=part.id, amount=amount, reason="goodwill", by=self.shop.staff
            )
        )

    @precondition(lambda self: self.orders)
    @rule(which=WHICH)
    def quarrel(self, which: int) -> None:
        """The buyer opens a dispute."""
        part = self._part(which)
        self._try(
            lambda: facade.open_dispute(
                part_id=part.id, by=buyer_of(part), reason=next(iter(DisputeReason)), text="Never"
            )
        )

    @rule(share=st.integers(1, 100), for_buyer=st.booleans())
    def judge(self, share: int, for_buyer: bool) -> None:
        """Staff decide the newest dispute."""
        found = Dispute.objects.order_by("-created_at", "-id").first()
        if found is None:
            return
        amount = Money(max(1, found.part.refundable.minor * share // 100), "NGN")
        if for_buyer:
            self._try(
                lambda: facade.decide_for_buyer(
                    dispute_id=found.id, by=self.shop.staff, amount=amount, decision="So be it."
                )
            )
        else:
            self._try(
                lambda: facade.decide_for_vendor(
                    dispute_id=found.id, by=self.shop.staff, decision="So be it."
                )
            )

    @invariant()
    def books_agree(self) -> None:
        """After every step; the audit is sealed at commit, so it waits for the end."""
        assert found_wrong() == []

    def teardown(self) -> None:
        """Everything comes to its end, the deferred checks run, and all is taken back."""
        try:
            for _ in range(3):
                self.clock.shift(timedelta(minutes=40))
                self.sweep()
                deliver_events()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            self.books_agree()
            assert verify().faults == []
            assert not Order.objects.filter(status="pending").exists()
            assert not Delivery.objects.exclude(status="done", attempts=1).exists()
            for status in Order.objects.values_list("status", flat=True):
                event(f"an order ended {status}")
            for kind in Refund.objects.values_list("kind", flat=True):
                event(f"money went back: {kind}")
        finally:
            delivery._post = self._post
            self._time.stop()
            transaction.set_rollback(True)
            self._all.__exit__(None, None, None)

    def _order(self, which: int) -> Order:
        found: Order = Order.objects.get(id=self.orders[which % len(self.orders)])
        return found

    def _part(self, which: int) -> VendorPart:
        parts = list(VendorPart.objects.select_related("order").order_by("placed_at", "id"))
        return parts[which % len(parts)]

    def _try(self, call: Callable[[], Any]) -> Any:
        """A refusal of ours is an answer like any other; everything else is a fault."""
        try:
            with transaction.atomic():
                # Services with durable transactions must not see this savepoint as a transaction.
                transaction.get_connection().atomic_blocks[-1]._from_testcase = True
                return call()
        except DomainError:
            return None
