"""Categories, brands and collections found by staff."""

from apps.products.contracts import BrandId, CategoryId, CollectionId
from apps.products.errors import BrandNotFound, CategoryNotFound, CollectionNotFound
from apps.products.models import Brand, Category, Collection


def category(category_id: CategoryId) -> Category:
    """Return a category.

    Raises:
        CategoryNotFound: there is none.
    """
    if row := Category.objects.filter(id=category_id).first():
        return row
    raise CategoryNotFound


def brand(brand_id: BrandId) -> Brand:
    """Return a brand.

    Raises:
        BrandNotFound: there is none.
    """
    if row := Brand.objects.filter(id=brand_id).first():
        return row
    raise BrandNotFound


def collection(collection_id: CollectionId) -> Collection:
    """Return a collection.

    Raises:
        CollectionNotFound: there is none.
    """
    if row := Collection.objects.filter(id=collection_id).first():
        return row
    raise CollectionNotFound
