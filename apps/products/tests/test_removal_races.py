"""What is removed at the moment a product takes it: one of the two is refused, neither breaks."""

from functools import partial
from typing import Any

import pytest

from apps.authentication.contracts import UserId
from apps.authentication.tests.factories import UserFactory
from apps.common.errors import InvalidInput
from apps.common.tests.parallel import no_writes, race_behind
from apps.products import facade
from apps.products.contracts import BrandId, CategoryId, CollectionId, ProductId
from apps.products.errors import GroupInUse
from apps.products.models import Brand, Category, Collection, Product, SizeGuide
from apps.products.services.edit_categories import remove_category
from apps.products.services.edit_groups import remove_brand, remove_collection
from apps.products.services.keep_size_guides import remove_size_guide, set_fit
from apps.products.size_contracts import SizeGuideId
from apps.products.tests.factories import CategoryFactory, ProductFactory

pytestmark = pytest.mark.django_db(transaction=True)


class _Two:
    """A group with a call that removes it and one by which a product takes it."""

    def __init__(self, kind: str) -> None:
        self.product = ProductFactory.create()
        own, by = ProductId(self.product.id), UserId(UserFactory.create(is_staff=True).pk)
        update = partial(facade.update_product, product_id=own)
        self.remove: Any
        self.take: Any
        if kind == "category":
            row: Any = CategoryFactory.create(slug="agbadas")
            self.remove = partial(remove_category, category_id=CategoryId(row.id), by=by)
            self.take = partial(update, category="agbadas")
        elif kind == "brand":
            row = Brand.objects.create(name="Ìfé", slug="ife")
            self.remove = partial(remove_brand, brand_id=BrandId(row.id), by=by)
            self.take = partial(update, brand="Ìfé")
        elif kind == "collection":
            row = Collection.objects.create(title="Owambe", slug="owambe")
            self.remove = partial(remove_collection, collection_id=CollectionId(row.id), by=by)
            self.take = partial(update, collections=["owambe"])
        else:
            row = SizeGuide.objects.create(title="Agbada", measures=["Chest"])
            guide_id = SizeGuideId(row.id)
            self.remove = partial(remove_size_guide, guide_id=guide_id, vendor_id=None, by=by)
            self.take = partial(set_fit, product_id=own, guide_id=guide_id, fit=None)
        self.row = row


@pytest.mark.parametrize("kind", ["category", "collection", "size guide"])
def test_who_takes_what_is_being_removed_is_refused(kind: str) -> None:
    """Red without the taker's lock: the foreign key says it at the commit."""
    two = _Two(kind)
    (answer,) = race_behind(two.remove, [two.take])
    assert isinstance(answer, InvalidInput), answer
    assert not type(two.row).objects.filter(pk=two.row.pk).exists()


def test_a_brand_that_is_being_removed_is_made_anew() -> None:
    """Red without the taker's lock: the foreign key says it at the commit."""
    two = _Two("brand")
    (answer,) = race_behind(two.remove, [two.take])
    assert not isinstance(answer, Exception), answer
    brand = Product.objects.select_related("brand").get(id=two.product.id).brand
    assert brand is not None
    assert (brand.name, brand.pk == two.row.pk) == ("Ìfé", False)


def test_a_category_that_a_product_is_taking_is_not_removed() -> None:
    """Red if the remover looks before it holds the row."""
    _refused_while_taken("category")


def test_a_brand_that_a_product_is_taking_is_not_removed() -> None:
    """Red if the remover looks before it holds the row."""
    _refused_while_taken("brand")


def _refused_while_taken(kind: str) -> None:
    two = _Two(kind)
    (answer,) = race_behind(two.take, [two.remove])
    assert isinstance(answer, GroupInUse), answer
    assert Product.objects.filter(**{kind: two.row}).count() == 1


@pytest.mark.parametrize("kind", ["collection", "size guide"])
def test_what_a_product_has_just_taken_goes_from_it_too(kind: str) -> None:
    """Red if the remover looks before it holds the row."""
    two = _Two(kind)
    (answer,) = race_behind(two.take, [two.remove])
    assert answer is None
    two.product.refresh_from_db()
    assert two.product.size_guide_id is None
    assert two.product.collections.count() == 0


def test_a_copy_is_made_while_its_size_guide_goes() -> None:
    """Red without the lock on the guide: each waits for a row that the other has."""
    two = _Two("size guide")
    two.take()
    copy = partial(facade.duplicate_product, product_id=ProductId(two.product.id))
    # Neither writes before both hold what they lock first.
    copied, removed = race_behind(partial(no_writes, Product), [copy, two.remove])
    assert removed is None
    assert Product.objects.get(id=copied.id).size_guide_id is None


def test_a_copy_does_not_take_a_collection_that_goes() -> None:
    """Red without the lock on the collection: the foreign key says it at the commit."""
    two = _Two("collection")
    two.take()
    copy = partial(facade.duplicate_product, product_id=ProductId(two.product.id))
    (copied,) = race_behind(two.remove, [copy])
    assert Product.objects.get(id=copied.id).collections.count() == 0


def test_an_import_puts_nothing_below_a_category_that_goes() -> None:
    """Red without the lock on the parent: the foreign key says it at the commit."""
    root = CategoryFactory.create(name="Women", slug="women")
    by = UserId(UserFactory.create(is_staff=True).pk)
    remove = partial(remove_category, category_id=CategoryId(root.id), by=by)
    (slug,) = race_behind(remove, [partial(facade.ensure_category, path=["Women", "Gowns"])])
    assert slug == "women-gowns"
    assert Category.objects.filter(pk=root.pk).count() == 0
    assert Category.objects.count() == 2
