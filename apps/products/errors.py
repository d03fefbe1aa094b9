"""The failures that the catalogue promises."""

from apps.common.errors import Conflict, InvalidInput, NotAllowed, NotFound


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


class BrandNotFound(NotFound):
    """No brand with this id."""

    code, title = "brand-not-found", "No such brand"


class CollectionNotFound(NotFound):
    """No collection with this id."""

    code, title = "collection-not-found", "No such collection"


class SizeGuideNotFound(NotFound):
    """No such size guide, or not one that the asker may change."""

    code, title = "size-guide-not-found", "No such size guide"


class SizeGuideExists(Conflict):
    """The same house has a guide for that category already; a category has one for each house."""

    code, title = "size-guide-exists", "The category has a size guide"


class NameTaken(Conflict):
    """Another category beside it, brand or collection carries this name."""

    code, title = "name-taken", "The name is in use"


class GroupInUse(Conflict):
    """Products or categories hang on it."""

    code, title = "group-in-use", "Something still hangs on it"


class TreeRefused(Conflict):
    """A category would lie below itself, or deeper than the tree may be."""

    code, title = "category-tree-refused", "The tree cannot be so"


class NotPublishable(Conflict):
    """The product lacks what a buyer needs: a category, a variant, a price."""

    code, title = "not-publishable", "The product is not ready for the shop"


class SkuTaken(Conflict):
    """Another variant of the same vendor carries this SKU."""

    code, title = "sku-taken", "The SKU is in use"


class InvalidPicture(InvalidInput):
    """The bytes are not a picture that the shop accepts."""

    code, title = "invalid-picture", "The picture cannot be used"


class ReviewNotFound(NotFound):
    """No such review, or not one that the asker may see or change."""

    code, title = "review-not-found", "No such review"


class ReplyNotFound(NotFound):
    """The review has no reply."""

    code, title = "reply-not-found", "No such reply"


class NotDelivered(NotAllowed):
    """Only who had the product delivered may review it."""

    code, title = "review-not-delivered", "Only buyers who have it may review it"


class OwnWork(NotAllowed):
    """The team of a store reviews, votes on and reports nothing about its own products."""

    code, title = "review-own-work", "It is about your own store"


class OwnReviewRefused(Conflict):
    """Nobody votes on or reports the own review."""

    code, title = "review-own", "The review is your own"


class AlreadyReviewed(Conflict):
    """One review a product; `review_id` names the one that is there."""

    code, title = "already-reviewed", "You have reviewed it already"


class AddressRefused(Exception):
    """A picture's address may not be fetched, cannot be reached, or holds no picture."""
