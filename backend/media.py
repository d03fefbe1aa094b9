"""Uploads, served by the program itself where nothing stands in front of it."""

import asyncio
import mimetypes
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import HttpRequest, HttpResponse
from django.utils._os import safe_join

from apps.common.errors import NotFound


async def media(request: HttpRequest, path: str) -> HttpResponse:
    """Answer one upload. Names are made by the server and never re-used, so it keeps for a year.

    Raises:
        NotFound: no such file, or a path that leaves the folder.
    """
    try:
        content = await asyncio.to_thread(_read, path)
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise NotFound("There is no such picture.") from error
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    response = HttpResponse(content, content_type=kind)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _read(path: str) -> bytes:
    return Path(safe_join(str(settings.MEDIA_ROOT), path)).read_bytes()
