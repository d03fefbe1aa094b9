"""The ASGI application. Start it with `--lifespan on`: a server that says nothing opens no pool."""

import os
from typing import Any

import django
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings.main")
django.setup(set_prefix=False)

from apps.common.http.asgi import LeanHandler  # noqa: E402 -- needs the settings
from apps.common.http.lifespan import lifespan  # noqa: E402

handler = LeanHandler() if settings.ASGI_HANDLER == "lean" else ASGIHandler()


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answer requests; open and close what the process needs for them."""
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    else:
        await handler(scope, receive, send)
