"""One race for each lock of the orders' life; `./fashionistar mutate locks` takes each lock away.

`tools/lock_mutations.toml` says which guard each of these is for, and what it does without it.
"""

from functools import partial
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from apps.authentication.contracts import UserId
from apps.common.ids import new_id
from apps.common.money import Money
from apps.common.tests.parallel import race, race_behind
from apps.inventory import facade as inventory
from apps.inventory.contracts import StockLine
from apps.inventory.services import reserve as reserving
from apps.inventory.services.move_stock import lock_stock
from apps.inventory.services.wait_for_stock import tell_waiting
from apps.orders import facade
from apps.orders.models import Dispute, Order, Refund, Return, VendorPart
from apps.orders.services.expire_order import expire_order
from apps.orders.services.mark_paid import mark_paid
from apps.orders.services.place_order import place_order
from apps.orders.states import DisputeReason, ReturnReason
from apps.orders.tests.aftersale import (
    approved,
    buyer_of,
    delivered_part,
    paid_part,
    staff,
    vendor_of,
)
from apps.orders.tests.factories import (
    approve,
    free,
    item,
    new_buyer,
    new_variant,
    placed_order,
    ship,
    wish,
)
from apps.payments import facade as payments
from apps.payments.models import Intent
from apps.products.contracts import VariantId
from apps.promotions import facade as promotions
from apps.promotions.models import Coupon, Redemption
from apps.promotions.tests.factories import CouponFactory
from apps.vendors.tests.factories import VendorFactory
from tests.faults.orders.books import assert_books_agree
from tests.faults.orders.racing import AT_ONCE, all_at_once, events, told
from tests.faults.orders.slow import slow_writes

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_order_is_paid_once() -> None:
    order = placed_order(new_variant(stock=5))
    approve(order)
    payments.settle(reference=order.id)
    with slow_writes("orders_order"):
        done = all_at_once(partial(mark_paid, order_id=order.id, paid=order.total))
    assert (done, events("orders.order-paid")) == ({"done": AT_ONCE}, 1)
    assert_books_agree()


def test_a_part_is_called_off_once() -> None:
    part = paid_part(new_variant(stock=5), quantity=2)
    call = partial(facade.cancel_units, part_id=part.id, by=buyer_of(part))
    with slow_writes("orders_vendorpart"):
        done = all_at_once(call)
    assert done == {"done": 1, "NotCancellable": AT_ONCE - 1}
    assert (Refund.objects.count(), events("orders.part-cancelled")) == (1, 1)
    assert_books_agree()


def test_a_part_is_sent_or_called_off() -> None:
    for _ in range(3):
        part = paid_part(new_variant(stock=5))
        with slow_writes("orders_vendorpart"):
            answers = race(
                [partial(ship, part),
                 partial(facade.cancel_units, part_id=part.id, by=buyer_of(part))]
            )  # fmt: skip
        assert told(answers)["done"] == 1
        part.refresh_from_db()
        assert (part.status, part.refunded_minor > 0) in {("shipped", False), ("refunded", True)}
        assert_books_agree()


def test_an_order_expires_or_is_cancelled_once() -> None:
    order = placed_order(new_variant(stock=5))
    Order.objects.filter(id=order.id).update(expires_at=order.placed_at)
    with slow_writes("orders_order"):
        race(
            [partial(expire_order, order_id=order.id)] * 3
            + [partial(facade.cancel_order, order_id=order.id, buyer_id=order.buyer_id)] * 3
        )
    assert events("orders.order-expired") + events("orders.order-cancelled") == 1
    assert_books_agree()


def test_of_ten_refunds_of_most_of_a_part_one_is_made() -> None:
    part, who = paid_part(new_variant(stock=5)), staff()
    most = Money(part.refundable.minor * 6 // 10, "NGN")
    call = partial(facade.refund_part, part_id=part.id, amount=most, reason="late", by=who)
    with slow_writes("orders_refund"):
        done = all_at_once(call, 10)
    assert done == {"done": 1, "RefundTooLarge": 9}
    assert Intent.objects.get().refunded_minor == most.minor
    assert_books_agree()


def test_the_last_unit_is_asked_back_once() -> None:
    gown = new_variant(stock=5)
    part = delivered_part(gown)
    call = partial(
        facade.request_return, part_id=part.id, by=buyer_of(part), lines={gown.id: 1},
        reason=ReturnReason.DOES_NOT_FIT,
    )  # fmt: skip
    with slow_writes("orders_return"):
        assert all_at_once(call) == {"done": 1, "FewerLeft": AT_ONCE - 1}
    assert Return.objects.count() == 1


def test_a_return_is_received_once() -> None:
    gown = new_variant(stock=5)
    part = delivered_part(gown, quantity=3)
    return_id = approved(part, gown)
    call = partial(facade.receive_return, return_id=return_id, by=vendor_of(part))
    with slow_writes("orders_returnline"):
        done = all_at_once(call)
    assert done == {"done": 1, "IllegalTransition": AT_ONCE - 1}
    assert (Refund.objects.count(), free(gown)) == (1, 3)
    assert_books_agree()


def test_one_dispute_of_a_part_is_open() -> None:
    part = delivered_part(new_variant(stock=5))
    call = partial(
        facade.open_dispute, part_id=part.id, by=buyer_of(part),
        reason=next(iter(DisputeReason)), text="It never came.",
    )  # fmt: skip
    with slow_writes("orders_dispute"):
        assert all_at_once(call) == {"done": 1, "DisputeOpenAlready": AT_ONCE - 1}
    assert Dispute.objects.count() == 1


def test_the_database_itself_keeps_disputes_apart() -> None:
    """The lock comes first; this is what stands behind it."""
    part = delivered_part(new_variant(stock=5))
    made = race(
        [partial(Dispute.objects.create, part=part, reason=next(iter(DisputeReason)))] * AT_ONCE
    )
    assert told(made) == {"done": 1, "IntegrityError": AT_ONCE - 1}


def test_the_database_itself_keeps_redemptions_apart() -> None:
    """The lock on the coupon comes first; this is what stands behind it."""
    coupon, reference, buyer = CouponFactory.create(), new_id(), new_buyer()
    use = partial(
        Redemption.objects.create, coupon=coupon, reference=reference, buyer=buyer,
        amount_minor=1, currency="NGN", shares=[],
    )  # fmt: skip
    # The index on who pays would refuse them, too: it is not the one that is tried here.
    payers = VendorFactory.create_batch(AT_ONCE)
    made = race([partial(use, paid_by=payer) for payer in payers])
    assert told(made) == {"done": 1, "IntegrityError": AT_ONCE - 1}


def test_one_reference_holds_a_variant_once() -> None:
    gown, reference = new_variant(stock=5), new_id()
    line = StockLine(VariantId(gown.id), 1)
    hold = partial(inventory.reserve, lines=[line], reference=reference, minutes=5)
    answers = race([hold] * AT_ONCE)
    assert told(answers) == {"done": 1, "IntegrityError": AT_ONCE - 1}
    assert isinstance(next(one for one in answers if one is not None), IntegrityError)
    assert free(gown) == 4


def test_expired_holds_of_many_goods_end_while_others_buy_them() -> None:
    """The first reference holds the second variant: whoever locked as it goes would deadlock."""
    goods = [new_variant(stock=20), new_variant(stock=20)]
    first, second = sorted(VariantId(gown.id) for gown in goods)
    expired = [new_id(), new_id()]
    for reference, variant_id in zip(expired, (second, first), strict=True):
        inventory.reserve(lines=[StockLine(variant_id, 1)], reference=reference, minutes=-1)
    both = [StockLine(first, 1), StockLine(second, 1)]
    buy = [partial(inventory.reserve, lines=both, reference=new_id(), minutes=5) for _ in range(5)]
    with slow_writes("inventory_stock"):
        answers = race_behind(
            partial(lock_stock, [first]), [partial(reserving._release_if_expired, expired), *buy]
        )
    assert answers == [2, *[None] * 5]
    assert [free(gown) for gown in goods] == [15, 15]


def test_parts_shipped_and_received_at_once_complete_the_order_once() -> None:
    part = paid_part(new_variant(stock=5))
    ship(part)
    call = partial(facade.confirm_delivery, part_id=part.id, buyer_id=part.order.buyer_id)
    with slow_writes("orders_vendorpart", "orders_shipment"):
        done = all_at_once(call)
    assert done == {"done": 1, "IllegalTransition": AT_ONCE - 1}
    assert events("orders.part-delivered") == 1
    assert VendorPart.objects.get().order.status == "completed"


def test_a_use_of_a_coupon_is_given_back_once() -> None:
    coupon, buyer = CouponFactory.create(), new_buyer()
    order = wish(item(new_variant(stock=5)), buyer=buyer, coupons=(coupon.code,))
    reference = place_order(order, key=new_id().hex).order_id
    mine = Coupon.objects.filter(pk=coupon.pk).select_for_update(no_key=True)
    answers = race_behind(mine.get, [partial(_release, reference)] * AT_ONCE)
    assert sorted(answers) == [False] * (AT_ONCE - 1) + [True]
    coupon.refresh_from_db()
    assert coupon.used == 0


def _release(reference: UUID) -> bool:
    with transaction.atomic():
        return promotions.release(reference)


def test_a_wish_for_goods_is_answered_by_one_worker() -> None:
    gown, people = new_variant(stock=0), [new_buyer() for _ in range(AT_ONCE)]
    variant_id = VariantId(gown.id)
    for person in people:
        inventory.ask_when_back(variant_id=variant_id, buyer_id=UserId(person.pk))
    inventory.set_on_hand(variant_id=variant_id, quantity=1, reason="test")
    with slow_writes("inventory_backinstockrequest"):
        answers = race([partial(tell_waiting, variant_id=variant_id)] * AT_ONCE)
    assert sum(answers) == len(people)
