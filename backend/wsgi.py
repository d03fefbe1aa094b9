"""The WSGI application, for hosts that offer nothing else; ASGI is what we run."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings.main")
application = get_wsgi_application()
