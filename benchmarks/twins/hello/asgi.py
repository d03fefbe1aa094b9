"""The shop's own handler and middleware over one more address."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.twins.hello.settings"

from backend.asgi import application

__all__ = ["application"]
