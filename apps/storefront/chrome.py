"""What the frame of each page shows: who is signed in."""

from django.http import HttpRequest


class Chrome:
    """Looked up when a template asks, once per request."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

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
