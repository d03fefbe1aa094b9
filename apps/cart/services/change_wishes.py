"""Keep for later, let go, put into the cart."""

from django.db import transaction

from apps.cart.contracts import CartOwner, CartView
from apps.cart.errors import ProductNotFound, VariantNotFound, WishlistFull, WishNotFound
from apps.cart.models import Cart, Wish
from apps.cart.rules import MAX_WISHES
from apps.cart.services.change_lines import add_line
from apps.cart.services.lock_cart import lock_cart, lock_or_open_cart
from apps.common.db import plans
from apps.products import facade as products
from apps.products.contracts import ProductId, VariantId


@transaction.atomic
def add_wish(*, owner: CartOwner, product_id: ProductId) -> int:
    """Keep a product for later; return how many are kept. A repeat changes nothing.

    The price of the moment stays with it, so that a fall is told. Locks the cart.

    Raises:
        ProductNotFound: the public does not see it.
        WishlistFull: it would be the 201st.
        InvalidCartToken: the token is not of our making.
    """
    found = plans.run(products.remembered([product_id])).get(product_id)
    if found is None or not found.is_shown:
        raise ProductNotFound
    cart = lock_or_open_cart(owner)
    kept = set(cart.wishes.values_list("product_id", flat=True))
    if product_id in kept:
        return len(kept)
    if len(kept) >= MAX_WISHES:
        raise WishlistFull(f"A wishlist holds at most {MAX_WISHES} products.")
    Wish.objects.create(
        cart=cart,
        product_id=product_id,
        seen_price_minor=found.card.price.minor,
        currency=found.card.price.currency,
        seen_in_stock=found.card.is_in_stock,
    )
    cart.save(update_fields=["updated_at"])
    return len(kept) + 1


@transaction.atomic
def remove_wish(*, owner: CartOwner, product_id: ProductId) -> None:
    """Let a product go. Locks the cart.

    Raises:
        WishNotFound: the wishlist does not hold it (any more).
        InvalidCartToken: the token is not of our making.
    """
    cart = lock_cart(owner)
    gone = cart.wishes.filter(product_id=product_id).delete()[0] if cart else 0
    if not gone:
        raise WishNotFound("This is not on the wishlist.")


@transaction.atomic
def move_to_cart(*, owner: CartOwner, product_id: ProductId, variant_id: VariantId) -> CartView:
    """Put one unit of a wish's variant into the cart and let the wish go. Locks the cart.

    Raises:
        WishNotFound: the wishlist does not hold it (any more): a repeat adds nothing.
        VariantNotFound: the variant is of another product, or not sold.
        OutOfStock: none is free.
        CartFull: it would be the 101st line.
        InvalidCartToken: the token is not of our making.
    """
    remove_wish(owner=owner, product_id=product_id)
    variant = products.sellable([variant_id]).get(variant_id)
    if variant is None or variant.product_id != product_id:
        raise VariantNotFound("Choose a size and a colour of this piece.")
    return add_line(owner=owner, variant_id=variant_id, quantity=1)


def pour_wishes(guest: Cart, mine: Cart) -> None:
    """Add a guest's wishes to the account's, the latest first while there is room.

    What both hold stays as the account saw it. The caller holds both locks.
    """
    kept = set(mine.wishes.values_list("product_id", flat=True))
    brought = [wish for wish in guest.wishes.all() if wish.product_id not in kept]
    for wish in brought[: max(0, MAX_WISHES - len(kept))]:
        wish.cart = mine
        wish.save(update_fields=["cart"])
