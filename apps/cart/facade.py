"""What neighbours may ask of carts."""

from apps.cart.selectors.view_cart import cart_view, is_sold, view_cart
from apps.cart.selectors.view_wishlist import view_wishlist, wished_ids, wishlist
from apps.cart.services.change_lines import accept_changes, add_line, remove_line, set_quantity
from apps.cart.services.change_wishes import add_wish, move_to_cart, remove_wish
from apps.cart.services.check_out import check_out, clear
from apps.cart.services.merge_guest_cart import merge_guest_cart, new_guest_token

__all__ = [
    "accept_changes",
    "add_line",
    "add_wish",
    "cart_view",
    "check_out",
    "clear",
    "is_sold",
    "merge_guest_cart",
    "move_to_cart",
    "new_guest_token",
    "remove_line",
    "remove_wish",
    "set_quantity",
    "view_cart",
    "view_wishlist",
    "wished_ids",
    "wishlist",
]
