"""Inline reads of every kind, for `test_both_handlers.py`; a urlconf of their own."""

import asyncio
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from ninja import Router, Schema
from structlog.contextvars import get_contextvars

from apps.common.errors import Conflict
from apps.common.http.auth import SignedIn
from apps.common.http.inline import inline
from apps.common.http.ninja_api import new_api

router = Router()


class Said(Schema):
    """What an operation saw."""

    words: str


@router.get("/hello", response=Said, auth=None)
@inline
async def hello(request: HttpRequest) -> Any:
    return {"words": "hello"}


@router.post("/hello", response=Said, auth=None)
async def hello_again(request: HttpRequest) -> Any:
    return {"words": "posted"}


@router.get("/me/{number}", response=Said)
@inline
async def me(request: SignedIn, number: int) -> Any:
    await asyncio.sleep(0.001 * (number % 7))
    return {"words": f"{number} {request.auth.id} {get_contextvars()['request_id']}"}


@router.get("/refused", auth=None)
@inline
async def refused(request: HttpRequest) -> Any:
    raise Conflict("Not today.", sku="A1")


@router.get("/missing", auth=None)
@inline
async def missing(request: HttpRequest) -> Any:
    raise Http404


@router.get("/broken", auth=None)
@inline
async def broken(request: HttpRequest) -> Any:
    raise RuntimeError("broken")


@router.get("/slow", auth=None)
@inline
async def slow(request: HttpRequest) -> Any:
    await asyncio.sleep(30)


@router.get("/own-timeout", auth=None)
@inline
async def own_timeout(request: HttpRequest) -> Any:
    raise TimeoutError


@router.get("/cookie", auth=None)
@inline
async def cookie(request: HttpRequest) -> Any:
    response = HttpResponse("a" * 200_000, content_type="text/plain")
    response.set_cookie("taste", "sweet", httponly=True)
    response.set_cookie("colour", "blue")
    return response


@router.get("/rows", auth=None)
@inline
async def rows(request: HttpRequest) -> Any:
    return HttpResponse(str(await sync_to_async(_one)()))


def _one() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        found: int = cursor.fetchone()[0]
    return found


@inline
async def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.GET.get("word", "plain"))


@inline
async def broken_view(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken")


@inline
async def stream(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter([b"a"]))


api = new_api()
api.urls_namespace = "inline"
api.add_router("", router)
urlpatterns = [
    path("api/v2/", api.urls),
    path("api/plain", plain),
    path("api/broken", broken_view),
    path("api/stream", stream),
    path("page", plain),
]
PATHS = [
    *(f"/api/v2/{name}" for name in ("hello", "me/1", "refused", "missing", "broken", "own-timeout",
                                     "cookie", "nowhere", "me/x")),
    "/api/plain", "/api/broken", "/api/nowhere", "/page", "/nowhere",
]  # fmt: skip
