"""A wishlist: kept once, told what changed, moved to the cart, brought along at sign-in."""

from functools import partial

import pytest

from apps.cart import facade
from apps.cart.contracts import CartOwner, WishView
from apps.cart.errors import (
    InvalidCartToken,
    ProductNotFound,
    VariantNotFound,
    WishlistFull,
    WishNotFound,
)
from apps.cart.models import Cart, Wish
from apps.cart.services.remove_stale_carts import remove_stale_guest_carts
from apps.cart.tests.factories import buyer, contents, filled, guest
from apps.common.errors import Conflict
from apps.common.outbox.testing import deliver_events
from apps.common.tests.parallel import race, race_behind
from apps.inventory import facade as inventory
from apps.inventory.tests.factories import stocked
from apps.products.contracts import ProductId, VariantId
from apps.products.models import Product, Variant
from apps.products.tests.factories import ProductFactory

pytestmark = pytest.mark.django_db


def product_of(variant: VariantId) -> ProductId:
    return ProductId(Variant.objects.get(id=variant).product_id)


def keep(owner: CartOwner, *products: ProductId) -> CartOwner:
    for product in products:
        facade.add_wish(owner=owner, product_id=product)
    return owner


def some(number: int) -> list[ProductId]:
    return [ProductId(product.id) for product in ProductFactory.create_batch(number)]


def merge(visitor: CartOwner, owner: CartOwner) -> None:
    assert visitor.token
    assert owner.user_id
    facade.merge_guest_cart(token=visitor.token, user_id=owner.user_id)


def kept(owner: CartOwner) -> list[ProductId]:
    return [wish.card.id for wish in facade.view_wishlist(owner)]


def only(owner: CartOwner) -> WishView:
    [wish] = facade.view_wishlist(owner)
    return wish


@pytest.mark.parametrize("who", [buyer, guest])
def test_the_latest_comes_first_and_a_repeat_changes_nothing(who):
    one, two = some(2)
    owner = keep(who(), one, two)
    assert facade.add_wish(owner=owner, product_id=one) == 2
    assert kept(owner) == [two, one] == facade.wished_ids(owner)
    assert kept(who()) == []


def test_what_the_public_does_not_see_cannot_be_kept():
    for state in ({"status": "draft"}, {"is_vendor_open": False}):
        product = ProductFactory.create(**state)
        with pytest.raises(ProductNotFound):
            facade.add_wish(owner=buyer(), product_id=ProductId(product.id))
    assert not Cart.objects.exists()


def test_it_holds_two_hundred():
    owner = keep(buyer(), *some(1))
    cart, more = Cart.objects.get(), ProductFactory.create_batch(200)
    Wish.objects.bulk_create(
        Wish(cart=cart, product=product, seen_price_minor=1, currency="NGN", seen_in_stock=True)
        for product in more[:199]
    )
    with pytest.raises(WishlistFull):
        keep(owner, ProductId(more[199].id))
    assert facade.add_wish(owner=owner, product_id=ProductId(more[0].id)) == 200


def test_what_is_let_go_is_gone_once():
    [product] = some(1)
    owner = keep(buyer(), product)
    with pytest.raises(WishNotFound):
        facade.remove_wish(owner=guest(), product_id=product)
    facade.remove_wish(owner=owner, product_id=product)
    with pytest.raises(WishNotFound):
        facade.remove_wish(owner=owner, product_id=product)


def test_a_fallen_price_and_returned_stock_are_told():
    variant = stocked(0)
    owner = keep(buyer(), product_of(variant))
    assert (only(owner).cheaper_by, only(owner).is_back) == (None, False)
    inventory.set_on_hand(variant_id=variant, quantity=2, reason="test")
    deliver_events()
    Product.objects.update(lowest_price_minor=1_000_000)
    wish = only(owner)
    assert wish.cheaper_by is not None
    assert (wish.cheaper_by.minor, wish.is_back) == (250_000, True)
    Product.objects.update(lowest_price_minor=9_000_000)
    assert only(owner).cheaper_by is None


def test_what_left_the_shop_is_gone_and_not_lost():
    [product] = some(1)
    owner = keep(buyer(), product)
    Product.objects.update(status="archived", lowest_price_minor=1)
    wish = only(owner)
    assert (wish.is_gone, wish.variants, wish.cheaper_by) == (True, (), None)
    Product.objects.update(status="published")
    assert not only(owner).is_gone


def test_a_wish_is_moved_to_the_cart_once():
    variant = stocked(3)
    owner, product = buyer(), product_of(variant)
    keep(owner, product)
    move = partial(facade.move_to_cart, owner=owner, product_id=product)
    with pytest.raises(VariantNotFound):
        move(variant_id=stocked(3))
    move(variant_id=variant)
    with pytest.raises(WishNotFound):
        move(variant_id=variant)
    assert (contents(owner), kept(owner)) == ({variant: 1}, [])


def test_what_is_sold_out_stays_on_the_list():
    variant = stocked(0)
    owner, product = buyer(), product_of(variant)
    keep(owner, product)
    with pytest.raises(Conflict):
        facade.move_to_cart(owner=owner, product_id=product, variant_id=variant)
    assert kept(owner) == [product]


def test_a_guests_wishes_join_the_accounts_at_sign_in():
    one, two, three = some(3)
    owner, visitor = keep(buyer(), one, two), keep(guest(), two, three)
    Product.objects.filter(id=two).update(lowest_price_minor=1)
    seen = Wish.objects.filter(product_id=two).earliest("id").seen_price_minor
    for _ in range(2):
        merge(visitor, owner)
    assert set(kept(owner)) == {one, two, three}
    assert Wish.objects.get(product_id=two).seen_price_minor == seen
    assert (kept(visitor), Cart.objects.count()) == ([], 1)


def test_a_full_list_takes_the_guests_latest_while_there_is_room(monkeypatch):
    monkeypatch.setattr("apps.cart.services.change_wishes.MAX_WISHES", 2)
    one, two, three = some(3)
    owner, visitor = keep(buyer(), one), keep(guest(), two, three)
    merge(visitor, owner)
    assert set(kept(owner)) == {one, three}


def test_emptying_the_cart_leaves_the_wishes():
    variant = stocked(3)
    owner = filled(buyer(), {variant: 1})
    keep(owner, product_of(variant))
    cart_id = facade.view_cart(owner).id
    assert cart_id
    facade.clear(cart_id=cart_id)
    assert len(kept(owner)) == 1


def test_a_guests_list_is_forgotten_with_the_cart(monkeypatch):
    visitor = keep(guest(), *some(1))
    assert remove_stale_guest_carts() == 0
    Cart.objects.update(updated_at="2020-01-01T00:00:00Z")
    assert remove_stale_guest_carts() == 1
    assert kept(visitor) == []


def test_a_malformed_token_is_refused():
    with pytest.raises(InvalidCartToken):
        facade.view_wishlist(CartOwner(token="x"))


@pytest.mark.parametrize("many", [1, 7])
def test_a_list_costs_three_queries(django_assert_num_queries, many):
    owner = keep(buyer(), *some(many))
    with django_assert_num_queries(3):
        assert len(facade.view_wishlist(owner)) == many


@pytest.mark.django_db(transaction=True)
def test_many_tabs_keep_a_product_once_and_never_too_many(monkeypatch):
    """Red without the cart's lock: each tab counts what it saw, and the list overflows."""
    monkeypatch.setattr("apps.cart.services.change_wishes.MAX_WISHES", 3)
    owner = filled(buyer(), {stocked(5): 1})
    adds = [partial(facade.add_wish, owner=owner, product_id=one) for one in some(6)]
    answers = race_behind(lambda: Cart.objects.select_for_update().get(), adds)
    assert sum(isinstance(answer, WishlistFull) for answer in answers) == 3
    assert len(kept(owner)) == 3
    [again] = some(1)
    other = filled(buyer(), {stocked(5): 1})
    answers = race([partial(facade.add_wish, owner=other, product_id=again)] * 6)
    assert answers == [1] * 6


@pytest.mark.django_db(transaction=True)
def test_moving_in_many_tabs_puts_one_unit_into_the_cart():
    variant = stocked(9)
    owner, product = buyer(), product_of(variant)
    keep(owner, product)
    move = partial(facade.move_to_cart, owner=owner, product_id=product, variant_id=variant)
    answers = race([move] * 5)
    assert sum(isinstance(answer, WishNotFound) for answer in answers) == 4
    assert contents(owner) == {variant: 1}
