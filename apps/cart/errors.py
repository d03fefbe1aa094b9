"""What can go wrong with a cart, each with its stable code."""

from apps.common.errors import Conflict, InvalidInput, NotFound


class VariantNotFound(NotFound):
    """No such variant, or it is not sold."""

    code, title = "variant-not-found", "No such variant"


class LineNotFound(NotFound):
    """The cart has no line of this variant."""

    code, title = "line-not-found", "Not in the cart"


class QuantityOutOfRange(InvalidInput):
    """A line holds 1 to 1000 units."""

    code, title = "quantity-out-of-range", "Not a possible quantity"


class CartFull(Conflict):
    """A cart holds at most 100 lines."""

    code, title = "cart-full", "The cart is full"


class CartEmpty(Conflict):
    """There is nothing to buy."""

    code, title = "cart-empty", "The cart is empty"


class CartChanged(Conflict):
    """Prices or goods changed since the buyer saw them; `changed` names them."""

    code, title = "cart-changed", "The cart has changed"


class InvalidCartToken(InvalidInput):
    """The token of a guest's cart has another shape than those we give."""

    code, title = "invalid-cart-token", "Not a cart token"


class ProductNotFound(NotFound):
    """No such product, or not one that the public may see."""

    code, title = "product-not-found", "No such product"


class WishNotFound(NotFound):
    """The wishlist does not hold this product."""

    code, title = "wish-not-found", "Not on the wishlist"


class WishlistFull(Conflict):
    """A wishlist holds at most 200 products."""

    code, title = "wishlist-full", "The wishlist is full"
