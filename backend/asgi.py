"""The ASGI application."""

import os

import django
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings.main")
django.setup(set_prefix=False)

from apps.common.http.asgi import LeanHandler  # noqa: E402 -- needs the settings

handler = LeanHandler() if settings.ASGI_HANDLER == "lean" else ASGIHandler()
application = handler
