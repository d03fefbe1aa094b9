"""How an endpoint says that its GET is the same for everyone."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

CATALOGUE = "catalogue"  # products and what they hang on, reviews, vendors
_TOPIC = "public_topic"


class NotPublic(TypeError):
    """An endpoint asks who is there, and calls its answer public."""


def public[Endpoint: Callable[..., Any]](topic: str) -> Callable[[Endpoint], Endpoint]:
    """Declare that the GET of a Ninja operation or DRF view depends on its address alone.

    Its answers are kept until the content of `topic` changes, and CDNs may keep them for seconds.

    Raises:
        NotPublic: at import, the endpoint authenticates its callers.
    """

    def declare(endpoint: Endpoint) -> Endpoint:
        if isinstance(endpoint, type) and _asks_for_names(endpoint):
            raise NotPublic(endpoint.__qualname__)
        note_topic(endpoint, topic)
        return endpoint

    return declare


def _asks_for_names(view: type[Any]) -> bool:
    asked = view()
    asked.request = HttpRequest()
    asked.request.method = "GET"
    return bool(asked.get_authenticators())


def note_topic(view: Callable[..., Any], topic: str | None) -> None:
    """Note on a view what its public answers are made of; None: they are not public."""
    setattr(view, _TOPIC, topic)


def topic_of(view: Callable[..., Any]) -> str | None:
    """Return what a view's public answers are made of; DRF keeps the mark on the class.

    A class does not inherit it: who adds a name to ask for would have it kept for everyone.
    """
    topic: str | None = vars(getattr(view, "cls", view)).get(_TOPIC)
    return topic
