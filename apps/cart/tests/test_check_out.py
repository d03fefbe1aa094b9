import pytest
from django.db import transaction

from apps.cart import facade
from apps.cart.errors import CartChanged, CartEmpty
from apps.cart.models import Cart
from apps.cart.tests.factories import buyer, contents, filled, guest
from apps.common.money import Money
from apps.common.tests.parallel import race
from apps.inventory.tests.factories import stocked
from apps.products.models import Product, Variant
from apps.products.states import ProductStatus

pytestmark = pytest.mark.django_db


def test_a_snapshot_holds_what_is_bought_at_the_price_that_was_seen():
    shirt, cap = stocked(9, price_minor=1_250_000), stocked(9, price_minor=300)
    owner = filled(buyer(), {shirt: 2, cap: 3})
    snapshot = facade.check_out(owner=owner)
    assert [(line.variant.id, line.quantity, line.line_total.minor) for line in snapshot.lines] == [
        (shirt, 2, 2_500_000),
        (cap, 3, 900),
    ]
    assert contents(owner) == {shirt: 2, cap: 3}
    facade.clear(cart_id=snapshot.cart_id)
    assert contents(owner) == {}


@pytest.mark.parametrize("somebody", [buyer, guest])
def test_an_empty_cart_is_not_checked_out(somebody):
    with pytest.raises(CartEmpty):
        facade.check_out(owner=somebody())


def test_a_price_that_the_buyer_did_not_see_is_not_charged():
    owner = filled(buyer(), {stocked(9): 1})
    Variant.objects.update(sale_price_minor=999)
    with pytest.raises(CartChanged):
        facade.check_out(owner=owner)
    facade.accept_changes(owner=owner)
    [line] = facade.check_out(owner=owner).lines
    assert line.line_total == Money(999, "NGN")


def test_what_is_no_longer_sold_is_not_checked_out():
    owner = filled(buyer(), {stocked(9): 1})
    Product.objects.update(status=ProductStatus.DRAFT)
    with pytest.raises(CartChanged) as refused:
        facade.check_out(owner=owner)
    assert refused.value.members == {"changed": [Product.objects.get().title]}


def test_checking_out_takes_the_same_statements_for_any_cart(django_assert_num_queries):
    for lines in (1, 12):
        owner = filled(buyer(), {stocked(2): 1 for _ in range(lines)})
        with django_assert_num_queries(6):  # savepoint, cart, lines, variants, vendors, release
            facade.check_out(owner=owner)


@pytest.mark.django_db(transaction=True)
def test_two_check_outs_of_one_cart_take_its_lines_once():
    """Red 3 of 3 without the lock of the cart's row: both see the lines."""
    shirt = stocked(9)
    for _ in range(5):
        owner = filled(buyer(), {shirt: 1})

        def check_out(owner=owner):
            with transaction.atomic():
                snapshot = facade.check_out(owner=owner)
                facade.clear(cart_id=snapshot.cart_id)
                return len(snapshot.lines)

        results = race([check_out] * 4)
        assert [result for result in results if result == 1] == [1]
        assert sum(isinstance(result, CartEmpty) for result in results) == 3
    assert Cart.objects.count() == 5
