"""A pytest plugin: test databases are copies of the template that `./fashionistar test` made.

It is loaded through PYTEST_PLUGINS, which the processes of xdist inherit.
"""

import os

import pytest
from django.conf import settings


def pytest_sessionstart(session: pytest.Session) -> None:
    """Name the template before pytest-django creates the first database."""
    template = os.environ.get("TEST_DATABASE_TEMPLATE")
    if template and settings.configured:
        settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = template
