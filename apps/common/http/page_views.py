"""How often pages about one thing are looked at. Nothing is kept that tells by whom."""

import re
from collections.abc import Awaitable, Callable
from functools import cache
from http import HTTPStatus

from asgiref.sync import markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from apps.common.days import today
from apps.common.integrations.tally import Tally

type AsyncHandler = Callable[[HttpRequest], Awaitable[HttpResponseBase]]

PAGE_VIEWS = Tally("page-views")  # by day and slug
_ROBOT = re.compile(
    r"bot|crawl|spider|slurp|preview|facebookexternalhit|whatsapp|monitor|uptime|headless"
    r"|lighthouse|curl|wget|python|httpx|scrapy|java/|go-http|okhttp",
    re.IGNORECASE,
)
_SEEN = {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}


class CountViews:
    """Pure async middleware: counts answers of COUNTED_ROUTES by day and slug.

    Robots that say so, clients without a name and pages fetched in advance are roughly left out.
    """

    sync_capable = False
    async_capable = True

    def __init__(self, get_response: AsyncHandler) -> None:
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Handle one request."""
        response = await self.get_response(request)
        match = request.resolver_match
        if match is not None and _is_counted(match.route) and _is_view(request, response):
            PAGE_VIEWS.add(today().isoformat(), str(match.kwargs["slug"]))
        return response


@cache
def _is_counted(route: str) -> bool:
    return re.fullmatch(settings.COUNTED_ROUTES, route) is not None


def _is_view(request: HttpRequest, response: HttpResponseBase) -> bool:
    if request.method != "GET" or response.status_code not in _SEEN:
        return False
    headers = request.headers
    if "prefetch" in f"{headers.get('Sec-Purpose', '')}{headers.get('Purpose', '')}":
        return False
    name = headers.get("User-Agent", "")
    return bool(name) and _ROBOT.search(name) is None
