"""Pages as both APIs show them."""

from collections.abc import Callable
from typing import Annotated

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from apps.common.db.keyset import BadCursor, PageOf, Pages, keyset_page
from apps.common.db.numbered import NumberedPageOf

__all__ = [
    "BadCursor",
    "Cursor",
    "Limit",
    "NumberedPage",
    "Page",
    "PageOf",
    "Pages",
    "keyset_page",
    "page_answer",
]

JSON = "application/json; charset=utf-8"
Cursor = Annotated[str | None, Query(None, max_length=500, description="From `next`.")]
Limit = Annotated[int, Query(50, ge=1, le=100, description="Rows a page.")]


class Page[Row](Schema):
    """The page shape of v2, for declared responses."""

    results: list[Row]
    next: str | None = Field(description="Address of the next page.")
    previous: str | None = Field(description="Address of the page before.")


class NumberedPage[Row](Page[Row]):
    """A page that was asked for by its number; its neighbours are numbered too."""

    page: int
    pages: int = Field(description="As far as numbers go.")
    count: int = Field(description="All rows, or the most that are counted.")
    count_is_exact: bool


def page_answer[Row](
    request: HttpRequest, page: PageOf[Row] | NumberedPageOf[Row], line: Callable[[Row], bytes]
) -> HttpResponse:
    """Answer a page of rows whose JSON is ready: past Ninja, a contract test looks at it."""
    lines = [msgspec.Raw(line(row)) for row in page.rows]
    body = msgspec.json.encode({"results": lines} | page.members(request))
    return HttpResponse(body, content_type=JSON)
