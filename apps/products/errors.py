"""The failures that the catalogue promises."""

from apps.common.errors import Conflict, InvalidInput, NotFound


class ProductNotFound(NotFound):
    """No such product, or not one that the asker may see."""

    code, title = "product-not-found", "No such product"


class VariantNotFound(NotFound):
    """No such variant of a product that the asker may see."""

    code, title = "variant-not-found", "No such variant"


class MediaNotFound(NotFound):
    """No such picture of this product."""

    code, title = "media-not-found", "No such picture"


class CategoryNotFound(NotFound):
    """No category with this slug."""

    code, title = "category-not-found", "No such category"


class NotPublishable(Conflict):
    """The product lacks what a buyer needs: a category, a variant, a price."""

    code, title = "not-publishable", "The product is not ready for the shop"


class SkuTaken(Conflict):
    """Another variant of the same vendor carries this SKU."""

    code, title = "sku-taken", "The SKU is in use"


class InvalidPicture(InvalidInput):
    """The bytes are not a picture that the shop accepts."""

    code, title = "invalid-picture", "The picture cannot be used"


class AddressRefused(Exception):
    """A picture's address may not be fetched, cannot be reached, or holds no picture."""
