"""The whole shop as processes over the test database, its tasks run by Celery."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from devstack import ports
from devstack.mailsink.part import MailSink
from devstack.paths import PROJECT
from devstack.supervisor import Part, Supervisor
from tests.faults.processes import test_database_url


@dataclass(frozen=True)
class Shop:
    """Where the running shop is found."""

    url: str
    mail_pages: str
    logs: Path


@contextmanager
def shop_on_celery(folder: Path) -> Iterator[Shop]:
    """Start mail sink, web, relay and worker; all of them end with the block."""
    port = ports.any_free()
    mail = MailSink(folder / "mail", ports.any_free(), ports.any_free())
    shop = Shop(f"http://127.0.0.1:{port}", mail.viewer_url, folder)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.celery.settings",
        "DATABASE_URL": test_database_url(),
        "EMAIL_URL": mail.email_url,
        "SITE_URL": shop.url,
        "ALLOWED_HOSTS": "127.0.0.1",
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "PYTHONPATH": str(PROJECT),
    }
    web = ("-m", "uvicorn", "backend.asgi:application", "--port", str(port))

    def part(name: str, *words: str) -> Part:
        argv = [sys.executable, *words]
        return Part(name, argv, environment, folder / f"{name}.log", PROJECT)

    with Supervisor() as supervisor:
        supervisor.start(mail.part(folder / "mail.log"))
        for one in (
            part("web", *web),
            part("relay", "manage.py", "relay"),
            part("worker", "manage.py", "tasks_celery_worker", "--concurrency", "1"),
        ):
            supervisor.launch(one)
        yield shop
        supervisor.check()
