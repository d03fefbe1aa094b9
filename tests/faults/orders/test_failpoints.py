"""A process is killed at every named place; afterwards everything is there once, and all agrees."""

import contextlib
import os
import re
import signal
import sys
import traceback
import warnings
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from apps.common import clock
from apps.common.errors import DomainError
from apps.common.outbox.testing import deliver_events
from apps.orders.models import Order
from apps.orders.selectors.orders import overdue_order_ids
from apps.payments.gateways.sandbox import delivery
from apps.payments.services.settle_refund import settle_refund
from apps.payments.services.sweep_refunds import take_due_refunds
from tests.faults.orders.books import assert_books_agree
from tests.faults.orders.conftest import IS_LONG
from tests.faults.orders.crowd import storm
from tests.faults.orders.flows import FLOWS
from tests.faults.orders.goods import buyers, order, shelf
from tests.faults.orders.life import hear
from tests.faults.orders.web import Web
from tests.faults.processes import ROOT, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

NAMES = sorted(
    name
    for path in (ROOT / "apps").rglob("services/*.py")
    for name in re.findall(r'failpoint\(\s*"([a-z.-]+)"', path.read_text())
)
ROUNDS = 20 if IS_LONG else 1


def killed_at(name: str, act: Callable[[], object]) -> int:
    """Run it in a process of its own that dies there; how that ended, as `os.waitpid` tells."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's wrapper has it
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the child only acts, and dies
        child = os.fork()
    if child == 0:
        settings.FAILPOINT = name
        # A pool works with threads, and a fork may copy a lock that a thread held just then.
        connection.settings_dict["OPTIONS"]["pool"] = False
        try:
            act()
        except BaseException:
            traceback.print_exc()  # nobody else would tell why it came not by
            raise
        finally:
            sys.stderr.flush()
            os._exit(0)
    return os.waitpid(child, 0)[1]


def recover(act: Callable[[], object]) -> None:
    """The caller tries again, leases run out, the sweeps come round."""
    with contextlib.suppress(DomainError):  # it was done before the other died
        act()
    with time_machine.travel(clock.now() + timedelta(minutes=20), tick=False):
        deliver_events()
        assert overdue_order_ids(limit=1) == []
        for refund_id in take_due_refunds(limit=10):
            settle_refund(refund_id=refund_id)
        deliver_events()


def test_every_flow_has_places_and_every_place_a_flow() -> None:
    assert {name.rpartition(".")[0] for name in NAMES} == set(FLOWS)
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_killed_at(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "_post", hear)
    for _ in range(ROUNDS):
        flow = FLOWS[name.rpartition(".")[0]]()
        ended = killed_at(name, flow.act)
        if os.WIFEXITED(ended):
            # Only the worker that delivers the event comes by; the act itself does not.
            ended = killed_at(name, deliver_events)
        assert os.WIFSIGNALED(ended), f"nobody came by {name}"
        assert os.WTERMSIG(ended) == signal.SIGKILL
        assert_books_agree()
        recover(flow.act)
        flow.check()
        assert_books_agree()
        if ROUNDS > 1:
            connection.close()
            _empty()


def _empty() -> None:
    from django.core.management import call_command  # noqa: PLC0415

    call_command("flush", verbosity=0, interactive=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["orders.place.before-commit", "orders.place.after-commit"])
def test_the_web_dies_while_an_order_is_placed(web: Web, name: str) -> None:
    """Over HTTP: the buyer hears nothing, sends the same key again, and has one order."""
    (buyer,), goods = buyers(1), shelf([3, 3])
    call = order(buyer, goods)
    web.start(1, failpoint=name)
    (lost,) = storm(web.urls, [call])
    assert lost.status == 0
    wait_for(web.died, "the death of the web process")
    assert Order.objects.count() == (1 if name.endswith("after-commit") else 0)
    web.start(1)
    replies = storm(web.urls, [call] * 5)
    assert {reply.status for reply in replies} == {201}
    assert len({reply.body["order_id"] for reply in replies}) == Order.objects.count() == 1
    assert_books_agree()
