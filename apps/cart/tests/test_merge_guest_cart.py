from functools import partial

import pytest

from apps.cart import facade
from apps.cart.contracts import CartOwner
from apps.cart.errors import InvalidCartToken
from apps.cart.models import Cart, CartLine
from apps.cart.tests.factories import buyer, contents, filled, guest
from apps.common.tests.parallel import race
from apps.inventory import facade as inventory
from apps.inventory.tests.factories import stocked
from apps.products.models import Product, Variant
from apps.products.states import ProductStatus
from apps.products.tests.factories import VariantFactory

pytestmark = pytest.mark.django_db


def merge(visitor, owner):
    return facade.merge_guest_cart(token=visitor.token, user_id=owner.user_id)


def test_quantities_add_up_and_the_guests_cart_goes():
    shirt, cap, coat = stocked(9), stocked(9), stocked(9)
    owner = filled(buyer(), {shirt: 2, cap: 1})
    visitor = filled(guest(), {shirt: 3, coat: 1})
    merge(visitor, owner)
    assert contents(owner) == {shirt: 5, cap: 1, coat: 1}
    assert contents(visitor) == {}
    assert Cart.objects.count() == 1


def test_a_repeat_adds_nothing():
    shirt = stocked(9)
    owner, visitor = buyer(), filled(guest(), {shirt: 3})
    for _ in range(3):
        assert merge(visitor, owner).units == 3


def test_sums_are_capped_to_stock_and_to_the_bound():
    few, many = stocked(4), stocked(5000)
    owner = filled(buyer(), {few: 3, many: 900})
    merge(filled(guest(), {few: 3, many: 900}), owner)
    assert contents(owner) == {few: 4, many: 1000}


def test_a_line_never_shrinks_by_merging():
    shirt = stocked(5)
    owner, visitor = filled(buyer(), {shirt: 5}), filled(guest(), {shirt: 1})
    inventory.set_on_hand(variant_id=shirt, quantity=2, reason="test")
    merge(visitor, owner)
    assert contents(owner) == {shirt: 5}


def test_what_is_gone_stays_behind():
    sold_out, hidden = stocked(1), stocked(5)
    visitor = filled(guest(), {sold_out: 1, hidden: 1})
    inventory.set_on_hand(variant_id=sold_out, quantity=0, reason="test")
    Product.objects.filter(variants=hidden).update(status=ProductStatus.DRAFT)
    assert merge(visitor, buyer()).lines == ()


def test_a_price_that_changed_meanwhile_is_still_told():
    visitor = filled(guest(), {stocked(5): 1})
    Variant.objects.update(price_minor=7)
    assert "price changed" in (merge(visitor, buyer()).lines[0].notice or "")


def test_a_full_cart_takes_no_more_lines():
    owner, visitor = buyer(), filled(guest(), {stocked(5): 1})
    cart = Cart.objects.create(user_id=owner.user_id)
    CartLine.objects.bulk_create(
        CartLine(
            cart=cart,
            variant=VariantFactory.create(),
            quantity=1,
            seen_price_minor=1,
            currency="NGN",
        )
        for _ in range(100)
    )
    assert len(merge(visitor, owner).lines) == 100


def test_nobody_elses_cart_is_taken_by_a_malformed_token():
    with pytest.raises(InvalidCartToken):
        merge(CartOwner(token=""), buyer())


@pytest.mark.django_db(transaction=True)
def test_merging_many_times_at_once_adds_once_and_loses_nothing_that_is_put_in_meanwhile():
    """Red 3 of 3 without the locks: a merge writes sums of quantities that are old by then."""
    shirt = stocked(500)
    for _ in range(4):
        owner, visitor = filled(buyer(), {shirt: 1}), filled(guest(), {shirt: 10})
        merging = partial(merge, visitor, owner)
        adding = partial(facade.add_line, owner=owner, variant_id=shirt, quantity=1)
        results = race([merging, adding] * 5)
        assert [result for result in results if isinstance(result, Exception)] == []
        assert contents(owner) == {shirt: 16}
