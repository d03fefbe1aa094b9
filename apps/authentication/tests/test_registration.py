import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from apps.authentication.models import User
from apps.authentication.services.register import register as register_service
from apps.authentication.tests.factories import PASSWORD, UserFactory
from apps.common.outbox.testing import deliver_events
from apps.common.tests.parallel import in_parallel

pytestmark = pytest.mark.django_db

ADA = {"email": "Ada@Example.com", "password": PASSWORD, "name": "Ada  Obi"}


def register(api: Any, **changes: Any) -> Any:
    return api.post("/api/v1/auth/register/", ADA | changes)


def login(api: Any, email: str = "ada@example.com", password: str = PASSWORD) -> Any:
    return api.post("/api/v1/auth/login/", {"email": email, "password": password})


def link_in_last_mail() -> str:
    found = re.search(r"http://testserver(/accounts/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_a_new_account_may_sign_in_once_its_mailbox_confirmed(api):
    assert register(api).status_code == 202
    assert login(api).status_code == 401
    mail.outbox.clear()
    deliver_events()
    assert mail.outbox[0].to == ["ada@example.com"]
    key = link_in_last_mail().split("/")[-2]

    assert api.post("/api/v1/auth/email/verify/", {"key": key}).status_code == 204
    answer = login(api, email="ADA@example.com")

    assert answer.status_code == 200
    assert answer.json()["user"]["name"] == "Ada Obi"
    assert answer.json()["expires_in"] == 300


def test_the_link_of_the_mail_leads_to_a_page_whose_button_confirms(api, client):
    register(api)
    deliver_events()
    path = link_in_last_mail()

    assert client.get(path).status_code == 200
    assert login(api).status_code == 401, "looking at the page confirms nothing"
    assert client.post(path).url == "/accounts/login/"
    assert login(api).status_code == 200
    assert client.post(path).status_code == 302, "a second click is harmless"


def test_known_and_unknown_addresses_get_the_same_answer(api):
    UserFactory(email="ada@example.com")
    known, unknown = register(api), register(api, email="new@example.com")
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
    assert set(known.headers) == set(unknown.headers)


def test_a_known_address_is_told_by_mail_and_keeps_its_password(api):
    UserFactory(email="ada@example.com")
    register(api, password="another good password")
    deliver_events()
    assert [m.subject for m in mail.outbox] == ["You already have an account"]
    assert login(api).status_code == 200


def test_a_squatters_password_dies_when_the_owner_registers_too(api):
    register(api, password="the squatters password")
    deliver_events()
    squatters_link = link_in_last_mail()
    register(api)
    deliver_events()
    key = squatters_link.split("/")[-2]
    assert api.post("/api/v1/auth/email/verify/", {"key": key}).status_code == 204
    assert login(api, password="the squatters password").status_code == 401


def test_sending_the_form_twice_is_harmless(api):
    register(api)
    register(api)
    deliver_events()
    assert [m.subject for m in mail.outbox] == ["Confirm your email address"] * 2
    key = link_in_last_mail().split("/")[-2]
    api.post("/api/v1/auth/email/verify/", {"key": key})
    assert login(api).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_parallel_registrations_make_one_account_that_only_its_mailbox_opens():
    asked = in_parallel(
        8, lambda number: register_service(**ADA | {"password": f"{PASSWORD} {number}"})
    )
    assert len(asked) == 8
    user = User.objects.get()
    assert not user.has_usable_password()
    assert EmailAddress.objects.get().user == user


@pytest.mark.parametrize("secret", ["is_staff", "is_superuser", "is_active", "role", "verified"])
def test_rights_in_the_body_are_ignored(api, secret):
    register(api, **{secret: secret != "is_active"})
    user = User.objects.get(email="ada@example.com")
    assert (user.is_staff, user.is_superuser, user.is_active) == (False, False, True)
    assert login(api).status_code == 401


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "a@b\nBcc: c@example.com"}, "email"),
        ({"email": "ada@exämple.com"}, "email"),
        ({"email": f"{'a' * 255}@example.com"}, "email"),
        ({"email": ["ada@example.com"]}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "password123"}, "password"),
        ({"password": "ada@example.com"}, "password"),
        ({"password": "x" * 257}, "password"),
        ({"password": 10**11}, "password"),
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "ada \u202eibo"}, "name"),
        ({"name": None}, "name"),
    ],
)
def test_input_that_cannot_be_taken_names_its_field(api, changes, field):
    answer = register(api, **changes)
    assert answer.status_code == 422
    assert field in answer.json()["errors"]
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"[]",
        b'"x"',
        b"",
        b"\xff",
        b'{"email": "\\u0000"}',
        b'{"email": "\\ud800"}',
        b"1" * 99,
    ],
)
def test_unreadable_bodies_are_refused(api, raw):
    for route in ("register", "login", "refresh", "password/reset", "email/verify"):
        answer = api.post(f"/api/v1/auth/{route}/", raw=raw)
        assert 400 <= answer.status_code < 500
        assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("key", ["x", "x" * 300, "a:b:c", "é" * 9])
def test_a_wrong_confirmation_key_is_refused(api, client, key):
    assert api.post("/api/v1/auth/email/verify/", {"key": key}).status_code == 422
    assert client.get(f"/accounts/confirm-email/{key}/").status_code == 422
