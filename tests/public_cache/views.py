"""Public and private reads, for `test_keeping.py`; a urlconf of their own."""

import asyncio
from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from ninja import Router
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.errors import Conflict
from apps.common.http.inline import inline
from apps.common.http.ninja_api import new_api
from apps.common.public_cache import public

TOPIC = "test-content"
READS: Counter[str] = Counter()
router = Router()


@router.get("/list", auth=None)
@inline
@public(TOPIC)
async def listed(request: HttpRequest, q: str = "", page: int = 1) -> Any:
    READS["list"] += 1
    await asyncio.sleep(0.02)
    return {"read": READS["list"], "q": q}


@router.get("/refused", auth=None)
@public(TOPIC)
async def refused(request: HttpRequest) -> Any:
    READS["refused"] += 1
    await asyncio.sleep(0.02)
    raise Conflict("Not today.")


@router.get("/endless", auth=None)
@inline
@public(TOPIC)
async def endless(request: HttpRequest) -> Any:
    READS["endless"] += 1
    await asyncio.sleep(0.05 if READS["endless"] > 1 else 60)
    return {"read": READS["endless"]}


@router.get("/flaky", auth=None)
@public(TOPIC)
async def flaky(request: HttpRequest) -> Any:
    READS["flaky"] += 1
    if READS["flaky"] == 1:
        await asyncio.sleep(0.02)
        raise Conflict("Not yet.")
    return {"read": READS["flaky"]}


@router.get("/cookie", auth=None)
@public(TOPIC)
async def cookie(request: HttpRequest) -> Any:
    READS["cookie"] += 1
    response = HttpResponse(b"{}", content_type="application/json")
    response.set_cookie("taste", "sweet")
    return response


@router.get("/varying", auth=None)
@public(TOPIC)
async def varying(request: HttpRequest) -> Any:
    READS["varying"] += 1
    return HttpResponse(b"{}", content_type="application/json", headers={"Vary": "Accept"})


@router.get("/mine")
async def mine(request: HttpRequest) -> Any:
    return {"id": str(request.auth.id)}  # type: ignore[attr-defined]


@public(TOPIC)
class Sync(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)

    def get(self, request: Request) -> Response:
        READS["sync"] += 1
        return Response({"read": READS["sync"]})

    def post(self, request: Request) -> Response:
        return Response({"posted": True}, status=201)


api = new_api()
api.add_router("", router)
urlpatterns = [path("api/v2/", api.urls), path("api/v1/sync/", Sync.as_view())]
