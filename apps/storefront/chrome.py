"""What the frame of each page shows: categories, the bag's count, who is signed in."""

from functools import cached_property

from django.core.cache import cache
from django.http import HttpRequest

from apps.products import facade as products
from apps.products.contracts import CategoryNode
from apps.storefront import cart_access, wish_access

_KEY, _SECONDS = "storefront:categories", 60


def categories() -> tuple[CategoryNode, ...]:
    """Return the category tree, at most a minute old."""
    tree: tuple[CategoryNode, ...] | None = cache.get(_KEY)
    if tree is None:
        tree = products.category_tree()
        cache.set(_KEY, tree, _SECONDS)
    return tree


class Chrome:
    """Looked up when a template asks, once per request."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def categories(self) -> tuple[CategoryNode, ...]:
        """The roots of the category tree."""
        return categories()

    @cached_property
    def cart_count(self) -> int:
        """How many pieces are in the bag."""
        return cart_access.units_of(self._request)

    @cached_property
    def wished(self) -> frozenset[str]:
        """The ids of what is on the wishlist."""
        return wish_access.wished_of(self._request)

    @property
    def is_signed_in(self) -> bool:
        """Whether the session belongs to an account."""
        return self._request.user.is_authenticated


def chrome_of(request: HttpRequest) -> Chrome:
    """Return the request's frame."""
    found: Chrome | None = getattr(request, "storefront_chrome", None)
    if found is None:
        found = request.storefront_chrome = Chrome(request)  # type: ignore[attr-defined] # kept on the request
    return found
