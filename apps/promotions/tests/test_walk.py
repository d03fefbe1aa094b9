"""Random walks over redeem, release and reclaim, beside a plain model of two coupons."""

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

from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.promotions import facade
from apps.promotions.errors import CouponRefused
from apps.promotions.models import Coupon
from apps.promotions.tests.factories import CouponFactory, assert_uses_add_up, basket

LIMIT, PER_BUYER = 4, 2
WHO, WHICH, PLACE = st.integers(0, 2), st.integers(0, 1), st.integers(0, 20)


class Till(RuleBasedStateMachine):
    """Each reference as (buyer, coupon, whether it holds its use)."""

    def __init__(self):
        super().__init__()
        self.buyers = [user.pk for user in UserFactory.create_batch(3)]
        limits = {"total_limit": LIMIT, "per_buyer_limit": PER_BUYER}
        self.coupons = CouponFactory.create_batch(2, is_first_order_only=False, **limits)
        self.uses = {}

    def live(self, *, buyer=None, coupon=None):
        return sum(
            held and buyer in {None, who} and coupon in {None, which}
            for who, which, held in self.uses.values()
        )

    def is_free(self, buyer, coupon):
        return (
            self.live(coupon=coupon) < LIMIT and self.live(buyer=buyer, coupon=coupon) < PER_BUYER
        )

    def order(self, reference, buyer, coupon):
        with transaction.atomic():
            return facade.redeem(
                [self.coupons[coupon].code],
                basket=basket(10_000),
                buyer_id=self.buyers[buyer],
                reference=reference,
                is_first_order=False,
            )

    def one(self, place):
        return list(self.uses)[place % len(self.uses)]

    @rule(buyer=WHO, coupon=WHICH)
    def redeem(self, buyer, coupon):
        reference = new_id()
        if self.is_free(buyer, coupon):
            [discount] = self.order(reference, buyer, coupon)
            assert discount.total.minor == 1_000
            self.uses[reference] = (buyer, coupon, True)
        else:
            with pytest.raises(CouponRefused):
                self.order(reference, buyer, coupon)
            assert facade.discounts_of(reference) == ()

    @precondition(lambda self: self.uses)
    @rule(place=PLACE)
    def repeat(self, place):
        reference = self.one(place)
        buyer, coupon, held = self.uses[reference]
        if held or self.is_free(buyer, coupon):
            assert self.order(reference, buyer, coupon) == facade.discounts_of(reference)
            self.uses[reference] = (buyer, coupon, True)
        else:
            with pytest.raises(CouponRefused):
                self.order(reference, buyer, coupon)

    @precondition(lambda self: self.uses)
    @rule(place=PLACE)
    def release(self, place):
        reference = self.one(place)
        buyer, coupon, held = self.uses[reference]
        assert facade.release(reference) is held
        self.uses[reference] = (buyer, coupon, False)

    @precondition(lambda self: self.uses)
    @rule(place=PLACE)
    def reclaim(self, place):
        reference = self.one(place)
        buyer, coupon, held = self.uses[reference]
        expected = held or self.is_free(buyer, coupon)
        assert facade.reclaim(reference) is expected
        self.uses[reference] = (buyer, coupon, expected)

    @invariant()
    def the_counters_are_the_live_uses(self):
        assert_uses_add_up()
        for place, row in enumerate(self.coupons):
            assert Coupon.objects.get(pk=row.pk).used == self.live(coupon=place)


@pytest.mark.django_db
def test_whatever_happens_the_counters_are_the_live_uses():
    run_state_machine_as_test(
        Till, settings=settings(max_examples=8, stateful_step_count=15, deadline=None)
    )
