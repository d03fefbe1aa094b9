"""Worker and relay die without notice in the middle of 200 orders; each mail still comes once."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from redis import Redis

from apps.common.ids import new_id
from apps.common.outbox.models import Delivery, DeliveryStatus
from apps.notifications.models import Message, MessageStatus
from apps.orders.contracts import NewLine
from apps.orders.facade import place_order
from apps.orders.models import Order
from apps.orders.services.pay_order import continue_payment
from apps.orders.tests.factories import new_buyer, new_variant, wish
from apps.payments.facade import settle
from apps.payments.models import SandboxCharge
from apps.products.contracts import VariantId
from apps.vendors.tests.factories import VendorFactory
from devstack import ports
from devstack.mailsink.store import MailStore
from tests.faults import settings
from tests.faults.processes import ROOT, Crew, RedisServer, wait_for

pytestmark = [
    pytest.mark.faults,
    pytest.mark.slow,
    pytest.mark.tasks,
    pytest.mark.django_db(transaction=True),
]

ORDERS = 200
FEW = 10
ROUNDS = 6
STARTS_WITHIN = 10  # seconds of a worker
MAILS_AT_ONCE = 4
RELAY = ("relay", "relay")
WORKER = ("worker", "tasks_worker", "--concurrency", str(MAILS_AT_ONCE))


@pytest.fixture
def mails(tmp_path: Path) -> Iterator[tuple[MailStore, int]]:
    smtp, pages = ports.any_free(), ports.any_free()
    folder = tmp_path / "mail"
    words = [sys.executable, "-m", "devstack.mailsink", str(folder), str(smtp), str(pages)]
    sink = subprocess.Popen(words, cwd=ROOT)
    try:
        wait_for(lambda: ports.answers(smtp), "the mail sink")
        yield MailStore(folder), smtp
    finally:
        sink.kill()
        sink.wait()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path / "redis")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def crew(mails: tuple[MailStore, int], redis: RedisServer, tmp_path: Path) -> Iterator[Crew]:
    found = Crew(tmp_path, smtp_port=mails[1], redis_url=redis.url)
    yield found
    found.stop()


def place_and_pay(count: int) -> None:
    """Place orders of two vendors and let the provider's books say that each is paid."""
    plenty = count + 1000  # no vendor is told that little is left: only the orders' mails count
    variants = [
        new_variant(stock=plenty, vendor=VendorFactory.create(owner=new_buyer())) for _ in range(2)
    ]
    lines = [NewLine(variant_id=VariantId(variant.pk), quantity=1) for variant in variants]
    buyer = new_buyer()
    for _ in range(count):
        placed = place_order(wish(*lines, buyer=buyer), key=new_id().hex)
        continue_payment(
            order_id=placed.order_id, buyer_id=buyer.pk, return_url="http://testserver/back"
        )
    SandboxCharge.objects.update(outcome=SandboxCharge.Outcome.APPROVED)
    for order_id in Order.objects.values_list("id", flat=True):
        settle(reference=order_id)


def sent() -> int:
    return Message.objects.filter(status=MessageStatus.SENT).count()


def has_sent(count: int) -> bool:
    return sent() >= count


def test_every_mail_comes_once_whatever_dies(
    mails: tuple[MailStore, int], crew: Crew, redis: RedisServer
) -> None:
    place_and_pay(ORDERS)
    due = ORDERS * 3  # a confirmation and two notices an order
    for done in range(ROUNDS):
        for name, *words in (RELAY, WORKER):
            crew.start(name, *words)
        goal = due * (done + 1) // (ROUNDS + 2)
        wait_for(partial(has_sent, goal), f"mail {goal}")
        crew.kill("worker")
        crew.kill("relay")
        redis.kill()
        redis.start()
    for name, *words in (RELAY, WORKER):
        crew.start(name, *words)
    open_deliveries = Delivery.objects.exclude(status=DeliveryStatus.DONE)
    wait_for(lambda: sent() == due and not open_deliveries.exists(), "the last mail")

    received = mails[0].messages()
    numbers = list(Order.objects.values_list("number", flat=True))
    subjects = Counter(mail.subject for mail, _ in received)
    for number in numbers:
        assert subjects[f"Your order {number} is paid"] == 1
        assert sum(count for subject, count in subjects.items() if number in subject) == 3
    assert len(received) == due
    repeats = sum(count for _, count in received) - due
    print(f"\n{due} mails after {crew.kills} kills; {repeats} came again under the same id")
    assert repeats <= ROUNDS * MAILS_AT_ONCE


def test_a_redis_that_forgets_or_goes_away_loses_no_mail(
    mails: tuple[MailStore, int], crew: Crew, redis: RedisServer
) -> None:
    place_and_pay(FEW)
    due = FEW * 3
    crew.start(*RELAY)
    queued = Delivery.objects.filter(handler__endswith="send_queued", status=DeliveryStatus.QUEUED)
    wait_for(lambda: queued.count() == due, "the queue of mails")
    with Redis.from_url(redis.url) as client:
        # No worker runs, so all of them wait there; they are handed over after the commit.
        wait_for(lambda: client.dbsize() > due, "the queue in Redis")
        client.flushall()
    forgotten = time.monotonic()
    crew.start(*WORKER)
    wait_for(lambda: sent() == due, "every mail")
    took = time.monotonic() - forgotten
    assert took < settings.OUTBOX_PATIENCE_SECONDS + STARTS_WITHIN, took

    redis.kill()
    place_and_pay(FEW)  # and no request notices
    wait_for(lambda: said_by("relay", crew).count("relay.tasks-away") == 1, "the relay's word")
    redis.start()
    wait_for(lambda: sent() == 2 * due, "the mails of the outage")
    assert "relay.tasks-back" in said_by("relay", crew)
    assert said_by("relay", crew).count("relay.tasks-away") == 1
    assert len(mails[0].messages()) == 2 * due


def said_by(name: str, crew: Crew) -> str:
    return (crew.logs / f"{name}.log").read_text()
