"""Staff, vendors and readers at the same moment: one is refused, nobody meets an error of ours."""

from functools import partial
from typing import Any

import pytest

from apps.authentication.contracts import UserId
from apps.authentication.tests.factories import UserFactory
from apps.common.money import Money
from apps.common.tests.parallel import no_writes, race_behind
from apps.products import facade
from apps.products.contracts import CategoryId, CollectionId, ProductId, ReviewId, VariantSpec
from apps.products.errors import NameTaken, ReviewNotFound, SkuTaken, TreeRefused
from apps.products.models import Category, Collection, Variant
from apps.products.services.edit_categories import add_category, change_category
from apps.products.services.edit_groups import add_collection, change_collection
from apps.products.tests.factories import CategoryFactory, ProductFactory
from apps.products.tests.reviews import author, review_of
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db(transaction=True)


def _staff() -> UserId:
    return UserId(UserFactory.create(is_staff=True).pk)


def _refusals(answers: list[Any]) -> list[type[Exception]]:
    return [type(one) for one in answers if isinstance(one, Exception)]


def test_a_root_that_an_import_makes_at_once_is_a_twin() -> None:
    """Red if only what was read before is looked at: the constraint knows better."""
    add = partial(add_category, name="Women", parent_id=None, by=_staff())
    make = partial(facade.ensure_category, path=["women"])
    assert _refusals(race_behind(make, [add])) == [NameTaken]


def test_a_branch_that_grows_while_it_moves_does_not_grow_too_deep() -> None:
    """Red if the tree is read by the statement that waits: it does not see the new category."""
    rows: list[Category] = []
    for _ in range(4):
        rows.append(CategoryFactory.create(parent=rows[-1] if rows else None))
    root, by = CategoryFactory.create(), _staff()
    add = partial(add_category, name="Fifth", parent_id=CategoryId(rows[-1].id), by=by)
    below = {"parent_id": root.id}
    move = partial(change_category, category_id=CategoryId(rows[0].id), changes=below, by=by)
    assert _refusals(race_behind(add, [move])) == [TreeRefused]


def test_a_collection_that_somebody_makes_at_once_is_a_twin() -> None:
    make = partial(Collection.objects.create, title="owambe", slug="first")
    add = partial(add_collection, title="Owambe", by=_staff())
    ensure = partial(facade.ensure_collection, title="OWAMBE")
    answers = race_behind(make, [add, ensure])
    assert _refusals(answers[:1]) == [NameTaken]
    assert answers[1] == "first"
    assert Collection.objects.count() == 1


def test_two_changes_of_a_collection_at_once_both_stay() -> None:
    """Red without the row's lock: each writes back what it read of the other's field."""
    group = Collection.objects.create(title="Owambe", slug="owambe")
    change = partial(change_collection, collection_id=CollectionId(group.id), by=_staff())
    calls = [partial(change, changes=one) for one in ({"position": 7}, {"is_visible": False})]
    assert _refusals(race_behind(partial(no_writes, Collection), calls)) == []
    group.refresh_from_db()
    assert (group.position, group.is_visible) == (7, False)


def test_a_sku_goes_to_one_of_two_products_that_ask_at_once() -> None:
    """Red if only what was read before is looked at: the constraint knows better."""
    vendor = VendorFactory.create()
    first, second = (ProductFactory.create(vendor=vendor) for _ in range(2))
    cells = [VariantSpec(sku="AGB-1", size="M", price=Money(100, "NGN"))]
    take = partial(facade.set_variants, variants=cells)
    hold = partial(take, product_id=ProductId(first.id))
    answers = race_behind(hold, [partial(take, product_id=ProductId(second.id))])
    assert _refusals(answers) == [SkuTaken]
    assert Variant.objects.get(sku="AGB-1", is_active=True).product_id == first.id


def test_a_vote_for_a_review_that_goes_finds_none() -> None:
    """Red if the vote counts on a row that it has not locked."""
    review = review_of(ProductFactory.create())
    review_id = ReviewId(review.id)
    remove = partial(facade.remove_review, review_id=review_id, user_id=author(review))
    vote = partial(facade.vote_helpful, review_id=review_id, is_helpful=True)
    votes = [partial(vote, user_id=UserId(UserFactory.create().pk)) for _ in range(3)]
    assert _refusals(race_behind(remove, votes)) == [ReviewNotFound] * 3
