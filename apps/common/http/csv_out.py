"""CSV as a download: streamed, and safe to open in a spreadsheet."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from itertools import batched, chain
from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ROWS_A_CHUNK = 200


def csv_download(
    request: HttpRequest, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """Return the rows as an attachment; they are fetched while it is sent."""
    chunks = _chunks(chain([header], rows))
    body = _stepwise(chunks) if isinstance(request, ASGIRequest) else chunks
    response = StreamingHttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def guarded(cell: object) -> object:
    """Return the cell as a spreadsheet takes it for a text: never for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def unguarded(cell: str) -> str:
    """Return what `guarded` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _chunks(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    for some in batched(rows, _ROWS_A_CHUNK):
        text = io.StringIO()
        csv.writer(text).writerows([guarded(cell) for cell in row] for row in some)
        yield text.getvalue().encode()


async def _stepwise(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Fetch each chunk in the request's thread: the rows come from the database."""
    step: Any = sync_to_async(next)
    while chunk := await step(chunks, b""):
        yield chunk
