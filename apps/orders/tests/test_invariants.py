"""The checks of `orders_verify` find what they are for: each is broken once, past all guards."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.orders.selectors.invariants import CHECKS, SHOWN, faults
from apps.orders.tests.factories import new_variant, paid_order, placed_order
from apps.promotions.tests.factories import CouponFactory

# One statement that breaks a check. `session_replication_role` keeps triggers and foreign keys
# quiet; CHECK constraints that stand in the way are dropped: the transaction takes all back.
BREAKS = {
    "I2 stock within bounds": "UPDATE inventory_stock SET reserved = on_hand + 1",
    "I2 reserved is the live holds": "UPDATE inventory_stock SET reserved = reserved + 1",
    "I2 the log is a chain": "UPDATE inventory_movement SET on_hand_before = 7 WHERE kind='commit'",
    "I2 the log ends at the count": "UPDATE inventory_stock SET on_hand = on_hand + 5",
    "I2 units of a line were taken once": "UPDATE inventory_movement SET quantity = 9"
    " WHERE kind = 'commit'",
    "I2 a hold fits its order": "UPDATE inventory_reservation SET status = 'released'"
    " WHERE status = 'committed'",
    "I2 every order has a hold for each line": "DELETE FROM inventory_reservation"
    " WHERE status = 'held'",
    "I3 captured is what is due": "UPDATE payments_intent SET amount_minor = 1",
    "I3 refunded is at most captured": "UPDATE payments_intent SET refunded_minor = 1"
    " WHERE status <> 'succeeded'",
    "I3 refunded is the sum of the refunds": "UPDATE payments_intent SET refunded_minor = 1"
    " WHERE status = 'succeeded'",
    "I3 a refund of an order is one of its payment": "INSERT INTO orders_refund (id, order_id,"
    " kind, status, amount_minor, reason, created_at, updated_at) SELECT gen_random_uuid(), id,"
    " 'goodwill', 'requested', 1, '', now(), now() FROM orders_order",
    "I4 at most one charge succeeds": "INSERT INTO payments_attempt (id, intent_id, status,"
    " redirect_url, reason, created_at, updated_at) SELECT gen_random_uuid(), intent_id, status,"
    " '', '', now(), now() FROM payments_attempt WHERE status = 'succeeded'",
    "I4 an intent succeeds with its charge": "UPDATE payments_attempt SET status = 'failed'",
    "I6 the sandbox's books are ours": "UPDATE payments_sandboxcharge SET outcome = 'declined'",
    "I6 the sandbox gave back what we asked": "INSERT INTO payments_sandboxrefund (id, charge_id,"
    " reference, amount_minor, outcome, created_at) SELECT gen_random_uuid(), id, 'nobodys', 1,"
    " 'approved', now() FROM payments_sandboxcharge",
    "I9 uses are the live redemptions": "UPDATE promotions_coupon SET used = 1",
    "I9 uses are within the limit": "UPDATE promotions_coupon SET used = 3",
    "sums: an order is its parts": "UPDATE orders_order SET total_minor = 1, items_minor = 1,"
    " delivery_minor = 0",
    "sums: a part is its lines": "UPDATE orders_vendorpart SET discount_minor = 1",
    "sums: a line is its units": "UPDATE orders_orderline SET line_total_minor = 1",
    "sums: the coupons are the discount": "UPDATE orders_order SET discount_minor = 1",
    "sums: a part's refunds": "INSERT INTO orders_refund (id, order_id, part_id, kind, status,"
    " amount_minor, reason, created_at, updated_at) SELECT gen_random_uuid(), order_id, id,"
    " 'goodwill', 'requested', 1, '', now(), now() FROM orders_vendorpart",
    "sums: lines give back no more than their part": "UPDATE orders_orderline SET"
    " refunded_minor = 1",
    "I3 money that came too late goes back whole": "UPDATE orders_order SET status = 'refunded'"
    " WHERE status = 'pending'",
    "no part of an unpaid order is paid": "UPDATE orders_vendorpart SET status = 'shipped'",
    "a paid order has its money": "UPDATE payments_intent SET status = 'started'",
    "I7 every answered key has its order": "UPDATE common_idempotencykey"
    " SET answer = jsonb_build_object('order_id', gen_random_uuid())",
    "every order has its number, parts and timeline": "DELETE FROM orders_timelineentry",
}
_USE = """INSERT INTO promotions_redemption (coupon_id, reference, buyer_id, amount_minor, currency,
    shares, is_first_order, status, at) SELECT coupon.id, {reference}, ord.buyer_id, 1, 'NGN', '[]',
    false, '{status}', now() FROM promotions_coupon coupon, orders_order ord"""
_DISCOUNT = """INSERT INTO orders_orderdiscount (order_id, coupon_id, code, amount_minor)
    SELECT ord.id, coupon.id, coupon.code, 1 FROM promotions_coupon coupon, orders_order ord"""
BREAKS |= {
    "I9 each buyer is within the limit": ";".join(
        [_USE.format(reference="gen_random_uuid()", status="held")] * 2
    ),
    "I9 a discount is a redemption": _DISCOUNT,
    "I9 a redemption is a discount": _USE.format(reference="ord.id", status="released"),
    "I9 a released use is of no living order": _USE.format(reference="ord.id", status="released"),
}
_FREE = """DO $$ DECLARE one record; BEGIN
FOR one IN SELECT conrelid::regclass AS of, conname FROM pg_constraint WHERE contype = 'c'
    AND conrelid::regclass::text ~ '^(orders|inventory|payments|promotions)_'
LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.of, one.conname); END LOOP; END $$"""


@pytest.fixture
def shop(transactional_db: None) -> None:
    """An order that waits, one that is paid, and a coupon that one of them may use once."""
    placed_order(new_variant(stock=3))
    paid_order(new_variant(stock=3), quantity=2)
    CouponFactory.create(total_limit=2, per_buyer_limit=1)


def test_every_check_has_its_break() -> None:
    assert set(BREAKS) == set(CHECKS)


def test_a_sound_shop_is_told_so(shop: None) -> None:
    said = StringIO()
    call_command("orders_verify", stdout=said, stderr=StringIO())
    assert "Everything agrees" in said.getvalue()


@pytest.mark.parametrize("name", BREAKS)
@pytest.mark.django_db
def test_a_break_is_found(name: str) -> None:
    placed_order(new_variant(stock=3))
    paid_order(new_variant(stock=3), quantity=2)
    CouponFactory.create(total_limit=2, per_buyer_limit=1)
    assert [str(fault) for fault in faults()] == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(_FREE)
        cursor.execute("DROP INDEX IF EXISTS attempt_one_live_per_intent")
        cursor.execute("DROP INDEX IF EXISTS promotions_one_first_order")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(BREAKS[name])
    assert name in {fault.check for fault in faults()}


def test_the_command_fails_and_names_the_order(shop: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE inventory_stock SET on_hand = on_hand + 1")
    said = StringIO()
    with pytest.raises(CommandError, match=r"2 faults in \d+ checks"):
        call_command("orders_verify", stdout=said, stderr=StringIO())
    assert "I2 the log ends at the count" in said.getvalue()


@pytest.mark.django_db
def test_many_faults_of_one_kind_are_counted_not_all_told() -> None:
    for _ in range(SHOWN + 1):
        new_variant(stock=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE inventory_stock SET on_hand = 9")
    told = [str(fault) for fault in faults()]
    assert len(told) == SHOWN + 1
    assert told[-1].endswith(f"{SHOWN + 1} in all")
