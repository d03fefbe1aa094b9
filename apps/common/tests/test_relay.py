"""The relay's rounds."""

import secrets
import socket
import threading
from collections.abc import Iterator
from itertools import count, repeat
from urllib.request import urlopen

import pytest
from django.db import connection
from leased_tasks.errors import Unavailable

from apps.common.management.commands import relay
from apps.common.management.commands.relay import Relay
from apps.common.outbox import on
from apps.common.outbox.lag import serve_lag
from apps.common.public_cache.models import ContentMark
from apps.common.tests.lamps import LampLit, leave_a_mark, light


@pytest.mark.django_db
def test_queued_work_is_handed_over_however_long_the_line_of_deliveries_is(monkeypatch) -> None:
    looks = count()
    monkeypatch.setattr(relay, "_LONGEST_ROUND_SECONDS", 0.01)
    monkeypatch.setattr(relay, "hand_over", lambda: next(looks) * 0)
    monkeypatch.setattr(relay, "deliver_next", repeat(True).__next__)
    rounds = Relay(threading.Event())
    for _ in range(3):
        assert rounds.round() == 0
    assert next(looks) == 3


@pytest.mark.django_db
def test_a_redis_that_is_away_is_told_once_and_its_return_too(monkeypatch, caplog) -> None:
    answers: Iterator[Unavailable | int] = iter(
        [Unavailable("nobody"), Unavailable("nobody"), 0, 7, 0]
    )

    def hand_over() -> int:
        answer = next(answers)
        if isinstance(answer, Unavailable):
            raise answer
        return answer

    looks = count()
    monkeypatch.setattr(relay, "hand_over", hand_over)
    monkeypatch.setattr(relay, "deliver_next", lambda: next(looks) < 0)
    rounds = Relay(threading.Event())
    for _ in range(5):
        rounds.round()
    said = [record.getMessage() for record in caplog.records if "relay." in record.getMessage()]
    assert ["tasks-away" in line for line in said] == [True, False]
    assert "tasks-back" in said[1]
    assert next(looks) == 5  # what runs at the relay goes on


@pytest.mark.django_db
def test_a_cache_that_is_away_is_told_once_and_its_return_too(
    monkeypatch, caplog, settings
) -> None:
    there, prefix = settings.PUBLIC_CACHE, f"test-{secrets.token_hex(6)}"
    monkeypatch.setattr(relay, "_AFTER_FAULT_SECONDS", 0.0)
    monkeypatch.setattr(relay, "deliver_next", lambda: False)
    monkeypatch.setattr(relay, "hand_over", lambda: 0)
    rounds = Relay(threading.Event())
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"redis://127.0.0.1:{nobody.getsockname()[1]}/0"
        for where in (url, url, there["url"], there["url"]):
            settings.PUBLIC_CACHE = there | {"url": where, "prefix": prefix}
            ContentMark.objects.create(topic="lamps")
            rounds.round()
    said = [record.getMessage() for record in caplog.records if "relay." in record.getMessage()]
    assert ["cache-away" in line for line in said] == [True, False]
    assert "cache-back" in said[1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("clean_registry")
def test_the_lag_is_told_to_prometheus() -> None:
    on(LampLit, queue="emails")(leave_a_mark)
    light()
    server = serve_lag("127.0.0.1", 0)
    port = server.server_address[1]
    try:
        with urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            text = answer.read().decode()
    finally:
        server.shutdown()
        server.server_close()
        connection.close()
    assert 'tasks_outbox_deliveries{state="pending"} 1' in text
    seconds = next(line for line in text.splitlines() if line.startswith("tasks_outbox_lag"))
    assert 0 < float(seconds.split()[1]) < 60
