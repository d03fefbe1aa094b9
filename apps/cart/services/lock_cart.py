"""Hold a cart's row, so that one cart changes one step at a time."""

from apps.cart.contracts import CartOwner
from apps.cart.models import Cart
from apps.cart.selectors.carts import carts_of, hashed


def lock_cart(owner: CartOwner) -> Cart | None:
    """Lock the owner's cart until the end of the transaction; None when there is none."""
    return carts_of(owner).select_for_update().first()


def lock_or_open_cart(owner: CartOwner) -> Cart:
    """Lock the owner's cart, made empty when there is none. Two at once get the same one.

    Raises:
        InvalidCartToken: the token is not of our making.
        ValueError: nobody owns the cart. A fault of ours.
    """
    cart = lock_cart(owner)
    if cart is None:
        Cart.objects.bulk_create([_new_cart(owner)], ignore_conflicts=True)
        cart = lock_cart(owner)
    if cart is None:
        raise ValueError("a cart needs an account or a token")
    return cart


def _new_cart(owner: CartOwner) -> Cart:
    if owner.user_id is not None:
        return Cart(user_id=owner.user_id)
    if owner.token is None:
        raise ValueError("a cart needs an account or a token")
    return Cart(token_hash=hashed(owner.token))
