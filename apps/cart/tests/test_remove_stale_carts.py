from datetime import timedelta

import pytest

from apps.cart.models import Cart
from apps.cart.services.remove_stale_carts import KEPT_DAYS, remove_stale_guest_carts
from apps.cart.tests.factories import buyer, contents, filled, guest
from apps.common import clock
from apps.inventory.tests.factories import stocked

pytestmark = pytest.mark.django_db


def test_only_guests_carts_that_nobody_touched_for_a_month_go():
    shirt = stocked(9)
    old, account = filled(guest(), {shirt: 1}), filled(buyer(), {shirt: 1})
    Cart.objects.update(updated_at=clock.now() - timedelta(days=KEPT_DAYS, seconds=1))
    fresh = filled(guest(), {shirt: 1})
    assert remove_stale_guest_carts() == 1
    assert [contents(owner) for owner in (old, account, fresh)] == [{}, {shirt: 1}, {shirt: 1}]
