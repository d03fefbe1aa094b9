"""One variable takes hot reads back to Django's own way."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["lean", "stock", None])
def test_the_handler_is_the_one_named(name: str | None) -> None:
    words = "from backend.asgi import handler; print(type(handler).__name__)"
    environment = {key: value for key, value in os.environ.items() if key != "ASGI_HANDLER"}
    if name:
        environment["ASGI_HANDLER"] = name
    started = subprocess.run(
        [sys.executable, "-c", words],
        cwd=ROOT,
        env=environment | {"DJANGO_SETTINGS_MODULE": "backend.settings.test"},
        capture_output=True,
        text=True,
        check=True,
    )
    expected = "ASGIHandler" if name == "stock" else "LeanHandler"
    assert started.stdout.split()[-1] == expected
