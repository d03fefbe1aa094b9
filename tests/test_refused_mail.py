"""Mail over a real SMTP conversation."""

import traceback
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from apps.common.integrations.mail import MailRefused, send_mail
from devstack import ports


class Refuses:
    """A server that knows nobody, or wants nothing, and repeats the address while saying so."""

    def __init__(self, step: str) -> None:
        self.step = step

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, to: str, _: Any) -> str:  # noqa: N802
        envelope.rcpt_tos.append(to)
        return f"550 <{to}> unknown" if self.step == "rcpt" else "250 ok"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return f"554 {envelope.rcpt_tos} did not ask for this"


@pytest.mark.parametrize(("step", "code"), [("rcpt", "550"), ("data", "554")])
def test_a_refusal_does_not_name_the_recipient(settings: Any, step: str, code: str) -> None:
    to = "ada@example.com"  # not in the line that is called: a traceback shows that one
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", ports.any_free()
    server = Controller(Refuses(step), hostname="127.0.0.1", port=settings.EMAIL_PORT)
    server.start()
    try:
        with pytest.raises(MailRefused, match=code) as refusal:
            send_mail(to=[to], subject="s", text="t", html="<p>t</p>", key="1")
    finally:
        server.stop()
    assert to not in "".join(traceback.format_exception(refusal.value))
