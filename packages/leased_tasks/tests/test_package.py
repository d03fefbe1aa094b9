"""What a project sees of the package before it configures anything."""

import os
import subprocess
import sys
from importlib.resources import files

from django.apps import apps


def test_it_can_be_imported_where_django_has_no_settings():
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-W", "error", "-c", "import leased_tasks"]
    subprocess.run(command, env=environment, check=True)


def test_it_is_a_django_app_and_typed():
    assert apps.get_app_config("leased_tasks").name == "leased_tasks"
    assert files("leased_tasks").joinpath("py.typed").is_file()
