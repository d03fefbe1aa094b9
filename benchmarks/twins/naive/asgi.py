"""Django's own handler over the naive views."""

import os

from django.core.asgi import get_asgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.twins.naive.settings"
application = get_asgi_application()
