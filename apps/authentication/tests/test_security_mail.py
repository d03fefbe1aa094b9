import pytest
from django.core import mail

from apps.authentication.contracts import SecurityMail, UserId
from apps.authentication.letters import LETTERS
from apps.authentication.services.send_security_mail import send_security_mail
from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.common.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", SecurityMail)
def test_each_mail_says_the_same_in_text_and_html(kind):
    user = UserFactory(verified=False, name="<Ada> & Co")
    send_security_mail(user_id=user.pk, mail=kind)
    message = mail.outbox[0]
    assert isinstance(message, mail.EmailMultiAlternatives)
    html = str(message.alternatives[0][0])
    assert message.to == [user.email]
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.extra_headers["Message-ID"].endswith("@testserver>")
    assert "Hello <Ada> & Co," in message.body
    assert "Hello &lt;Ada&gt; &amp; Co," in html
    assert LETTERS[kind].action in message.body
    link = next(line for line in message.body.splitlines() if line.startswith("http://"))
    assert html.count(f'"{link}"') == 2
    assert all(len(line) <= 76 for line in message.body.splitlines() if line != link)


@pytest.mark.parametrize("kind", SecurityMail)
def test_nobody_and_locked_accounts_get_no_mail(kind):
    send_security_mail(user_id=UserId(new_id()), mail=kind)
    send_security_mail(user_id=UserFactory(is_active=False).pk, mail=kind)
    assert mail.outbox == []


def test_a_confirmed_mailbox_is_not_asked_again():
    send_security_mail(user_id=UserFactory().pk, mail=SecurityMail.CONFIRM_EMAIL)
    assert mail.outbox == []


def test_no_event_holds_an_address_or_a_key(api):
    user = UserFactory()
    for path in ("register", "password/reset"):
        body = {"email": user.email, "password": "a long enough one", "name": "Ada"}
        assert api.post(f"/api/v1/auth/{path}/", body).status_code == 202
    payloads = [set(event.payload) for event in OutboxEvent.objects.all()]
    assert payloads == [{"user_id", "mail"}] * 2
