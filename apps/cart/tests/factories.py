"""The smallest valid carts: somebody, and what was put in."""

from apps.authentication.contracts import UserId
from apps.authentication.tests.factories import UserFactory
from apps.cart import facade
from apps.cart.contracts import CartOwner
from apps.products.contracts import VariantId


def buyer() -> CartOwner:
    """An account without a cart."""
    return CartOwner(user_id=UserId(UserFactory.create().pk))


def guest() -> CartOwner:
    """A guest without a cart."""
    return CartOwner(token=facade.new_guest_token())


def filled(owner: CartOwner, lines: dict[VariantId, int]) -> CartOwner:
    """The owner, with these lines in the cart."""
    for variant_id, quantity in lines.items():
        facade.add_line(owner=owner, variant_id=variant_id, quantity=quantity)
    return owner


def contents(owner: CartOwner) -> dict[VariantId, int]:
    """What is in the cart."""
    return {line.variant_id: line.quantity for line in facade.view_cart(owner).lines}
