"""A real server on the test database, a real Chromium, and a shop with two houses."""

import gc
import shutil
import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn
from django.core.cache import cache
from django.db import connections
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.common.outbox.testing import deliver_events
from apps.products.models import Variant
from apps.products.tests.factories import CategoryFactory, ProductFactory, VariantFactory
from apps.vendors.tests.factories import VendorFactory
from backend.asgi import application

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: ViewportSize = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Shop:
    """Where the shop answers and what it holds."""

    url: str
    gown: Variant
    cap: Variant
    seller: User
    buyer: User


def elsewhere[Answer](call: Callable[[], Answer]) -> Answer:
    """Run ORM code in a thread of its own: Playwright's event loop runs in this one."""

    def closed() -> Answer:
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(closed).result()


def deliver() -> None:
    elsewhere(deliver_events)


@pytest.fixture
def server(transactional_db: None, settings: Any) -> Iterator[str]:
    """The ASGI application behind uvicorn, on a free port."""
    listener = socket.create_server(("127.0.0.1", 0))
    settings.SITE_URL = f"http://127.0.0.1:{listener.getsockname()[1]}"
    running = uvicorn.Server(uvicorn.Config(application, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.02)
    yield settings.SITE_URL
    running.should_exit = True
    thread.join(timeout=10)
    listener.close()
    _forget_broken_downloads()


@pytest.fixture
def shop(server: str) -> Shop:
    cache.clear()
    women = CategoryFactory.create(name="Women", slug="women")
    seller = UserFactory.create(email="seller@example.com")
    atelier = VendorFactory.create(store_name="Atelier Moon", slug="atelier-moon", owner=seller)
    dress = ProductFactory.create(
        title="Moon gown", slug="moon-gown", vendor=atelier, category=women, is_in_stock=True
    )
    gown = VariantFactory.create(product=dress, size="M", colour_name="Indigo", stock=3)
    VariantFactory.create(
        product=dress, size="L", colour_name="Indigo", stock=9, price_minor=1_500_000
    )
    VariantFactory.create(product=dress, size="S", colour_name="Indigo", stock=0)
    hat = ProductFactory.create(title="Sun cap", slug="sun-cap", category=women, is_in_stock=True)
    cap = VariantFactory.create(product=hat, size="One size", stock=5)
    buyer = UserFactory.create(email="buyer@example.com", name="Ada Obi")
    return Shop(server, gown, cap, seller, buyer)


@pytest.fixture
def chromium(shop: Shop) -> Iterator[Browser]:
    """Ends before the database is emptied, so that no event loop runs then."""
    program = next(
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console complained about."""
    return []


@pytest.fixture
def phone(chromium: Browser, shop: Shop, complaints: list[str]) -> Iterator[Page]:
    """A phone with JavaScript."""
    context = chromium.new_context(viewport=PHONE, base_url=shop.url)
    page = context.new_page()
    page.on("console", lambda said: _note(complaints, said.type, said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()


@pytest.fixture
def plain_phone(chromium: Browser, shop: Shop) -> Iterator[Page]:
    """A phone on which no script runs."""
    context = chromium.new_context(viewport=PHONE, base_url=shop.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def _forget_broken_downloads() -> None:
    """A browser that goes on leaves files half sent; ServeStatic leaves those to the collector."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def _note(complaints: list[str], kind: str, text: str) -> None:
    if kind in {"error", "warning"}:
        complaints.append(text)
