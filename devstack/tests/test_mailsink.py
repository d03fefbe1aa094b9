"""A real SMTP conversation with the sink's process, read back over HTTP."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import httpx
import pytest

from devstack import ports
from devstack.mailsink.part import MailSink
from devstack.mailsink.store import MailStore
from devstack.paths import Home
from devstack.supervisor import Supervisor


@pytest.fixture
def sink(home: Home) -> Iterator[MailSink]:
    one = MailSink(home.mail, ports.any_free(), ports.any_free())
    with Supervisor() as supervisor:
        supervisor.start(one.part(home.logs / "mail.log"))
        yield one


def mail(to: str = "ada@example.com", number: int = 1, text: str = "Ẹ kú oríire") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "shop@example.com", to
    message["Subject"], message["Message-ID"] = f"Order {number}", f"<order-{number}@shop>"
    message.set_content(text)
    message.add_alternative(f"<p>{text}</p><a href='http://shop/'>Open</a>", subtype="html")
    return message


def send(sink: MailSink, *messages: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", sink.smtp_port, timeout=5) as wire:
        for message in messages:
            wire.send_message(message)


def read(sink: MailSink, path: str, **headers: str) -> httpx.Response:
    address = sink.viewer_url.rstrip("/") + path
    return httpx.get(address, headers=headers, trust_env=False, timeout=5)


def listed(sink: MailSink, query: str = "") -> Any:
    return read(sink, f"/messages.json{query}").json()


def test_a_mail_arrives_with_both_its_parts(sink: MailSink):
    send(sink, mail())
    (one,) = listed(sink)
    assert one["to"] == ["ada@example.com"]
    assert one["subject"] == "Order 1"
    bodies = read(sink, f"/messages/{one['key']}.json").json()
    assert bodies["text"].strip() == "Ẹ kú oríire"
    assert "<p>Ẹ kú oríire</p>" in bodies["html"]


def test_a_repeated_message_id_shows_one_mail_and_counts_every_delivery(sink: MailSink):
    send(sink, mail(text="first"), mail(number=2), mail(text="second"))
    newest, other = listed(sink)
    assert (newest["subject"], newest["deliveries"]) == ("Order 1", 2)
    assert other["deliveries"] == 1
    assert len(MailStore(sink.folder).deliveries()) == 3
    assert len(list(sink.folder.glob("*.eml"))) == 2
    assert "second" in read(sink, f"/messages/{newest['key']}.json").text


def test_mails_of_one_recipient_are_found_whatever_the_case(sink: MailSink):
    send(sink, mail("ada@example.com"), mail("obi@example.com", number=2))
    assert [one["subject"] for one in listed(sink, "?to=Obi@Example.com")] == ["Order 2"]


def test_the_html_part_is_shown_where_it_can_run_nothing(sink: MailSink):
    send(sink, mail(text="<script>alert(1)</script>"))
    (one,) = listed(sink)
    page = read(sink, f"/mail/{one['key']}").text
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert "<script>" not in page
    policy = read(sink, f"/mail/{one['key']}/html").headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups")
    assert "script" not in policy


@pytest.mark.parametrize("path", ["/mail/nothing", "/mail/..%2f..%2fsecrets", "/messages/x.json"])
def test_an_unknown_mail_is_not_found(sink: MailSink, path: str):
    assert read(sink, path).status_code == 404


def test_a_page_of_another_host_cannot_read_mails(sink: MailSink):
    assert read(sink, "/messages.json", Host="evil.example").status_code == 403


def test_mails_outlive_the_sink(home: Home):
    one = MailSink(home.mail, ports.any_free(), ports.any_free())
    with Supervisor() as supervisor:
        supervisor.start(one.part(home.logs / "mail.log"))
        send(one, mail())
    again = MailSink(home.mail, ports.any_free(), ports.any_free())
    with Supervisor() as supervisor:
        supervisor.start(again.part(home.logs / "mail.log"))
        assert len(listed(again)) == 1
