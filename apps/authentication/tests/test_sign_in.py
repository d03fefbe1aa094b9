from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail

from apps.authentication.models import Limit, User
from apps.authentication.tasks import forget_expired_sign_ins
from apps.authentication.tests.factories import PASSWORD, UserFactory
from apps.common import clock
from apps.common.outbox.models import OutboxEvent
from apps.common.outbox.testing import deliver_events
from apps.common.tests.parallel import in_parallel
from conftest import Api

pytestmark = pytest.mark.django_db
LOGIN = "/api/v1/auth/login/"
WRONG = "not the password"


def refused(api, email, password):
    answer = api.post(LOGIN, {"email": email, "password": password})
    document = answer.json()
    document.pop("request_id")
    return answer.status_code, document, sorted(answer.headers)


def test_every_reason_to_refuse_looks_the_same(api):
    known = UserFactory()
    locked = UserFactory(is_active=False)
    unconfirmed = UserFactory(verified=False)
    answers = [
        refused(api, known.email, WRONG),
        refused(api, "nobody@example.com", WRONG),
        refused(api, locked.email, PASSWORD),
        refused(api, unconfirmed.email, PASSWORD),
    ]
    assert answers[0][0] == 401
    assert answers[0][1]["code"] == "wrong-credentials"
    assert all(answer == answers[0] for answer in answers)


def test_an_unknown_address_costs_a_password_hash_too(api, monkeypatch):
    hashed = []
    set_password = User.set_password

    def noting(user, raw):
        hashed.append(raw)
        set_password(user, raw)

    monkeypatch.setattr(User, "set_password", noting)
    refused(api, "nobody@example.com", WRONG)
    assert hashed == [WRONG]


def test_signing_in_with_an_unconfirmed_address_sends_the_link_again(api):
    user = UserFactory(verified=False)
    refused(api, user.email, WRONG)
    assert deliver_events() == 0
    refused(api, user.email, PASSWORD)
    deliver_events()
    assert [m.to for m in mail.outbox] == [[user.email]]


def test_a_sign_in_is_noted(api):
    user = UserFactory()
    assert api.post(LOGIN, {"email": user.email, "password": PASSWORD}).status_code == 200
    user.refresh_from_db()
    assert user.last_login is not None
    event = OutboxEvent.objects.get(name="authentication.user-signed-in")
    assert event.payload == {"user_id": str(user.pk)}


def test_after_five_wrong_passwords_even_the_right_one_must_wait(api):
    user = UserFactory()
    for _ in range(5):
        assert refused(api, user.email, WRONG)[0] == 401
    answer = api.post(LOGIN, {"email": user.email, "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-attempts")
    assert answer.headers["Retry-After"] == "60"


def test_registrations_from_one_connection_are_limited(api):
    statuses = {
        api.post("/api/v1/auth/register/", {"email": f"a{n}@example.com"}).status_code
        for n in range(21)
    }
    assert statuses == {422, 429}


def test_an_old_hash_is_renewed_at_sign_in(api, settings):
    user = UserFactory()
    settings.PASSWORD_HASHERS = [
        "apps.authentication.hashers.Argon2id",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    assert api.post(LOGIN, {"email": user.email, "password": PASSWORD}).status_code == 200
    user.refresh_from_db()
    assert user.password.startswith("argon2$argon2id$v=19$m=32768,t=2,p=1$")


def test_me_shows_and_renames_the_account_and_nothing_more(api):
    user = UserFactory(name="Ada")
    answer = api.patch(
        "/api/v1/auth/me/",
        {"name": " Ada  Obi ", "email": "x@example.com", "is_staff": True, "id": "x"},
        signed_in=user,
    )
    assert answer.status_code == 200
    assert answer.json()["name"] == "Ada Obi"
    again = api.get("/api/v1/auth/me", signed_in=user).json()
    assert again == answer.json()
    assert (again["email"], again["is_staff"]) == (user.email, False)
    assert api.patch("/api/v1/auth/me/", {"name": 7}, signed_in=user).status_code == 422
    assert api.patch("/api/v1/auth/me/", {"name": "\u202e"}, signed_in=user).status_code == 422


def test_an_address_counts_once_in_any_case():
    first = UserFactory(email="Ada@Example.com")
    assert first.email == "ada@example.com"
    assert User.objects.get_by_natural_key("ADA@example.COM") == first


def test_an_administrator_made_on_the_command_line_may_sign_in(api):
    User.objects.create_superuser("root@example.com", PASSWORD, name="Root")
    assert EmailAddress.objects.get(email="root@example.com").verified
    answer = api.post(LOGIN, {"email": "root@example.com", "password": PASSWORD})
    assert answer.json()["user"]["is_staff"] is True


@pytest.mark.django_db(transaction=True)
def test_parallel_guesses_get_five_tries_in_all(monkeypatch):
    user = UserFactory()
    judged = []
    check_password = User.check_password

    def noting(user, raw):
        judged.append(raw)
        return check_password(user, raw)

    monkeypatch.setattr(User, "check_password", noting)
    apis = [Api() for _ in range(12)]
    answers = in_parallel(12, lambda number: refused(apis[number], user.email, WRONG)[0])
    assert sorted(answers) == [401] * 5 + [429] * 7
    assert len(judged) == 5
    assert Limit.objects.exists(), "the counters survive Redis"


def test_counters_and_sessions_are_forgotten_once_they_expire(api):
    user = UserFactory()
    api.client.force_login(user)
    refused(api, user.email, WRONG)
    forget_expired_sign_ins.call()
    assert Limit.objects.exists()
    assert Session.objects.exists()
    with time_machine.travel(clock.now() + timedelta(days=30)):
        forget_expired_sign_ins.call()
    assert not Limit.objects.exists()
    assert not Session.objects.exists()
