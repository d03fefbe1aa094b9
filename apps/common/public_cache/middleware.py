"""What may be kept, by whom and for how long: one rule for every answer of the program."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from asgiref.sync import markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from apps.common.errors import PreconditionFailed
from apps.common.http.lean import is_api
from apps.common.http.problems import json_problem
from apps.common.public_cache.hit_rate import note_outcome
from apps.common.public_cache.marking import refusal_of, topic_of
from apps.common.public_cache.redis_store import Store, store_here
from apps.common.public_cache.shelf import Kept, Shelf, kept

type AsyncHandler = Callable[[HttpRequest], Awaitable[Any]]

# Browsers ask each time and hear 304. A CDN may answer by itself for five seconds, for thirty more
# while it asks us again, for ten minutes while we are away. Checkout reads anew what is bought.
SHARED = "public, max-age=0, s-maxage=5, stale-while-revalidate=30, stale-if-error=600"
PRIVATE_API, PRIVATE_PAGE = "private, no-store", "private, no-cache"
_READS = frozenset({"GET", "HEAD"})
_LONGEST_QUERY = 500
_LEFT = kept("", b"")  # the answer of a reader who left before it was there
_shelf = Shelf(settings.PUBLIC_CACHE["process_bytes"], settings.PUBLIC_CACHE["seconds"])


@dataclass(slots=True)
class Visit:
    """A request: whether its answer is public, what became of it, and whom it reads for."""

    is_public: bool = False
    outcome: str = "off"
    answer: Kept | None = None
    store: Store | None = None
    name: str = ""
    flight: asyncio.Future[Kept | None] | None = None

    def land(self, answer: Kept | None) -> None:
        """Tell who waits for this read; once. None where it failed."""
        if self.store and self.flight and not self.flight.done():
            self.flight.set_result(answer)
            del self.store.flights[self.name]


class PublicCache:
    """Pure async middleware: public answers from memory, ETag and 304; everything else private.

    At most one request of a process reads what is not kept; the others wait for it. If its client
    leaves, one of them reads; if it fails, each of them does.
    """

    sync_capable = False
    async_capable = True

    def __init__(self, get_response: AsyncHandler) -> None:
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Handle one request."""
        request.public_visit = visit = Visit()  # type: ignore[attr-defined]
        answer: Kept | None = _LEFT
        try:
            response: HttpResponseBase = await self.get_response(request)
            answer = None
            if visit.is_public and isinstance(response, HttpResponse) and _may_be_shared(response):
                answer = await _noted(visit, response)
                return _shared(request, response, visit.outcome, answer)
            return _kept_private(request, response)
        finally:
            visit.land(answer)

    async def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_: Any
    ) -> HttpResponse | None:
        """Answer from what is kept, or from the read that is under way."""
        topic = topic_of(view) if request.method in _READS else None
        if topic is None:
            return None
        query = request.META.get("QUERY_STRING", "")
        if refused := refusal_of(view, query):
            return json_problem(refused, request)
        visit: Visit = request.public_visit  # type: ignore[attr-defined]
        visit.is_public = True
        visit.answer = found = await _found(request, query, topic, visit)
        return HttpResponse(found.body, content_type=found.content_type) if found else None


async def _found(request: HttpRequest, query: str, topic: str, visit: Visit) -> Kept | None:
    store = store_here()
    if store is None or len(query) > _LONGEST_QUERY:
        return None
    version = await store.version(topic)
    if version is None:
        return None
    visit.name = name = f"{version}:{_address(request, query)}"
    if found := _shelf.get(name):
        visit.outcome = "hit"
        return found
    while flight := store.flights.get(name):
        found = await asyncio.shield(flight)
        if found is not _LEFT:
            visit.outcome = "joined" if found else "off"
            return found
    visit.store, visit.outcome = store, "miss"
    visit.flight = store.flights[name] = asyncio.get_running_loop().create_future()
    if found := await store.get(name):
        visit.outcome = "shared-hit"
        _shelf.put(name, found)
    return found


def _address(request: HttpRequest, query: str) -> str:
    """Name what was asked: the same for the same words in another order."""
    asked = sorted(parse_qsl(query, keep_blank_values=True), key=lambda pair: pair[0])
    words = repr((request.scheme, request.get_host(), request.path, asked))
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()


async def _noted(visit: Visit, response: HttpResponse) -> Kept:
    """Return the answer's bytes by name, kept if this visit read them."""
    if visit.answer:
        return visit.answer
    answer = kept(response["Content-Type"], response.content)
    if visit.outcome == "miss" and visit.store:
        _shelf.put(visit.name, answer)
        visit.land(answer)
        await visit.store.put(visit.name, answer)
    return answer


def _may_be_shared(response: HttpResponse) -> bool:
    return (
        response.status_code == HTTPStatus.OK
        and not response.cookies
        and not response.has_header("Cache-Control")
        and not response.has_header("Vary")  # our name of an answer is its address alone
    )


def _shared(
    request: HttpRequest, response: HttpResponse, outcome: str, answer: Kept
) -> HttpResponseBase:
    note_outcome(outcome)
    response["Cache-Control"] = SHARED
    response["Cache-Status"] = f"fashionistar; {_STATUS[outcome]}"
    response["ETag"] = answer.etag
    found = get_conditional_response(request, etag=answer.etag, response=response)
    if found is None or found.status_code != HTTPStatus.PRECONDITION_FAILED:
        return found or response
    error = PreconditionFailed(f"Its ETag is {answer.etag} now.", etag=answer.etag)
    return _kept_private(request, json_problem(error, request))


_STATUS = {  # RFC 9211
    "hit": "hit",
    "shared-hit": "hit; detail=shared",
    "joined": "fwd=uri-miss; collapsed",
    "miss": "fwd=uri-miss; stored",
    "off": "fwd=bypass",
}


def _kept_private(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = PRIVATE_API if is_api(request) else PRIVATE_PAGE
    return response
