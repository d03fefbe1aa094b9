"""How an endpoint says that its GET is the same for everyone."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest

from apps.common.errors import InvalidInput
from apps.common.http.known_names import names_of_view, refusal

CATALOGUE = "catalogue"  # products and what they hang on, reviews, vendors
_TOPIC, _NAMES = "public_topic", "public_names"


class NotPublic(TypeError):
    """An endpoint asks who is there, and calls its answer public."""


def public[Endpoint: Callable[..., Any]](topic: str) -> Callable[[Endpoint], Endpoint]:
    """Declare that the GET of a Ninja operation or DRF view depends on its address alone.

    Its answers are kept until the content of `topic` changes, and CDNs may keep them for seconds.
    A query with unknown names is refused before anything is looked up: each would be an answer
    more to keep.

    Raises:
        NotPublic: at import, the endpoint authenticates its callers.
    """

    def declare(endpoint: Endpoint) -> Endpoint:
        if isinstance(endpoint, type) and _asks_for_names(endpoint):
            raise NotPublic(endpoint.__qualname__)
        names = names_of_view(endpoint) if isinstance(endpoint, type) else ()
        note_public(endpoint, topic, names)
        return endpoint

    return declare


def _asks_for_names(view: type[Any]) -> bool:
    asked = view()
    asked.request = HttpRequest()
    asked.request.method = "GET"
    return bool(asked.get_authenticators())


def note_public(view: Callable[..., Any], topic: str | None, names: Iterable[str]) -> None:
    """Note on a view what its public answers are made of (None: they are not public), and read."""
    setattr(view, _TOPIC, topic)
    setattr(view, _NAMES, frozenset(names))


def topic_of(view: Callable[..., Any]) -> str | None:
    """Return what a view's public answers are made of; DRF keeps the mark on the class.

    A class does not inherit it: who adds a name to ask for would have it kept for everyone.
    """
    topic: str | None = vars(getattr(view, "cls", view)).get(_TOPIC)
    return topic


def refusal_of(view: Callable[..., Any], query: str) -> InvalidInput | None:
    """Return what is to be said of names in a query that a public read does not know."""
    known: frozenset[str] = vars(getattr(view, "cls", view))[_NAMES]
    return refusal((name for name, _ in parse_qsl(query, keep_blank_values=True)), known)
