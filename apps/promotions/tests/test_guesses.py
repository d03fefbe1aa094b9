"""Codes cannot be found by trying: neither one after the other nor all at once."""

from datetime import timedelta

import pytest
import time_machine

from apps.authentication.tests.factories import UserFactory
from apps.common import clock
from apps.common.errors import TooManyRequests
from apps.common.tests.parallel import race
from apps.promotions import facade
from apps.promotions.errors import CouponRefused, Refusal
from apps.promotions.models import CouponGuesses
from apps.promotions.services.count_guesses import MAX_GUESSES

pytestmark = pytest.mark.django_db


def this_hour():
    return clock.now().replace(minute=0, second=0, microsecond=0)


def attempt(buyer_id, why=Refusal.UNKNOWN):
    with facade.counted_guesses(["X"], buyer_id=buyer_id):
        if why:
            raise CouponRefused("X", why)


def test_after_twenty_guesses_even_a_right_code_waits_an_hour():
    buyer, other = UserFactory.create().pk, UserFactory.create().pk
    for _ in range(MAX_GUESSES):
        with pytest.raises(CouponRefused):
            attempt(buyer)
    with pytest.raises(TooManyRequests) as refusal:
        attempt(buyer, None)
    assert 0 < refusal.value.members["retry_after"] <= 3600
    attempt(other, None)
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        attempt(buyer, None)


def test_what_is_no_guess_does_not_count():
    buyer = UserFactory.create().pk
    for why in (None, Refusal.ENDED, Refusal.USED_UP) * MAX_GUESSES:
        if why:
            with pytest.raises(CouponRefused):
                attempt(buyer, why)
        else:
            attempt(buyer, None)
    with facade.counted_guesses([], buyer_id=buyer):
        assert not CouponGuesses.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_further():
    buyer = UserFactory.create().pk
    CouponGuesses.objects.create(buyer_id=buyer, hour=this_hour(), count=MAX_GUESSES - 5)
    results = race([lambda: attempt(buyer)] * 15)
    assert [type(result) for result in results].count(CouponRefused) == 5
    assert [type(result) for result in results].count(TooManyRequests) == 10
