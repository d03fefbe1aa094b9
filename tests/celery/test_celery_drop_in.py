"""The shop sells, pays, mails and ships on Celery; only the settings know."""

import time
from dataclasses import replace

import pytest

from apps.common.outbox.models import Delivery, DeliveryStatus
from apps.common.outbox.registry import handler_at
from backend.settings import auth
from devstack import ports
from devstack.demo.catalogue import vendors
from devstack.demo.load import load_demo
from devstack.smoke.journey import Journey
from devstack.smoke.mails import Mailbox
from devstack.smoke.person import Person
from tests.celery.shop import shop_on_celery

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def two_shops(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = auth.PASSWORD_HASHERS  # the web process knows no other
    few = [replace(one, products=one.products[:2]) for one in vendors()[3:5]]
    load_demo(lambda _line: None, few)


@pytest.mark.usefixtures("two_shops")
def test_a_buyer_buys_and_vendors_ship(tmp_path) -> None:
    with shop_on_celery(tmp_path) as shop, Person(shop.url) as buyer:
        port = int(shop.url.rpartition(":")[2])
        deadline = time.monotonic() + 60
        while not ports.answers(port):
            assert time.monotonic() < deadline, (shop.logs / "web.log").read_text()
            time.sleep(0.1)
        for name, step in Journey(shop.url, Mailbox(shop.mail_pages), buyer).steps():
            began = time.monotonic()
            step()
            print(f"{name}: {time.monotonic() - began:.1f} s")
        worker = (shop.logs / "worker.log").read_text()

    handed_over = [one for one in Delivery.objects.all() if handler_at(one.handler).queue]
    done = [one for one in handed_over if one.status == DeliveryStatus.DONE]
    assert len(done) >= 3  # the confirmation and each vendor's notice
    assert worker.count("leased_tasks.run") >= len(done)
