"""Tables of carts and of what is kept for later."""

from apps.cart.models.cart import Cart, CartLine
from apps.cart.models.wish import Wish

__all__ = ["Cart", "CartLine", "Wish"]
