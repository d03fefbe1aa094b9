import re

import pytest
from django.contrib.sessions.models import Session
from django.core import mail

from apps.authentication.models import User
from apps.authentication.services.open_tokens import open_tokens
from apps.authentication.services.refresh_tokens import refresh_tokens
from apps.authentication.tests.factories import PASSWORD, UserFactory
from apps.common.errors import InvalidToken
from apps.common.outbox.testing import deliver_events

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "a wholly different one"
ADA = {"email": "Ada@example.com", "name": "Ada Obi", "password1": PASSWORD}


def sign_in(client, user, password=PASSWORD, query=""):
    return client.post(f"/accounts/login/{query}", {"login": user.email, "password": password})


def is_signed_in(client):
    return client.get("/accounts/password/change/").status_code == 200


def link_in_last_mail():
    deliver_events()
    found = re.search(r"http://testserver(/accounts/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def outside(answer):
    """What a stranger sees of an answer, without the values that differ every time."""
    cookies = {name: len(morsel.value) for name, morsel in answer.cookies.items()}
    return answer.status_code, answer.headers.get("Location"), sorted(answer.headers), cookies


def test_a_person_registers_confirms_and_signs_in(client):
    assert client.post("/accounts/signup/", ADA).url == "/accounts/confirm-email/"
    assert "mailbox" in client.get("/accounts/confirm-email/").text
    link = link_in_last_mail()
    assert "Confirm my address" in client.get(link).text
    assert client.post(link).url == "/accounts/login/"
    user = User.objects.get(email="ada@example.com")
    assert sign_in(client, user, query="?next=/cart").url == "/cart"
    assert is_signed_in(client)


def test_signing_up_looks_the_same_for_known_addresses(client):
    known = UserFactory()
    answers = [
        client.post("/accounts/signup/", ADA | {"email": email})
        for email in ("new@example.com", known.email, known.email.upper())
    ]
    assert len({str(outside(answer)) for answer in answers}) == 1


def test_refused_sign_ins_look_the_same(client):
    reasons = [
        (UserFactory(), "wrong"),
        (User(email="nobody@example.com"), "wrong"),
        (UserFactory(is_active=False), PASSWORD),
        (UserFactory(verified=False), PASSWORD),
    ]
    seen = set()
    for user, password in reasons:
        client.cookies.clear()
        answer = sign_in(client, user, password)
        form = answer.context["form"]
        seen.add((answer.status_code, str(form.errors), str(sorted(answer.headers))))
    assert len(seen) == 1


def test_asking_for_a_reset_looks_the_same_for_unknown_addresses(client):
    known = UserFactory()
    answers = [
        client.post("/accounts/password/reset/", {"email": email})
        for email in (known.email, "nobody@example.com")
    ]
    assert outside(answers[0]) == outside(answers[1])
    deliver_events()
    assert [m.to for m in mail.outbox] == [[known.email]]


def test_a_reset_sets_the_password_confirms_the_mailbox_and_ends_everything_else(client, api):
    user = UserFactory(verified=False)
    tokens = open_tokens(user_id=user.pk)
    api.post("/api/v1/auth/password/reset/", {"email": user.email.upper()})
    link = link_in_last_mail()

    form_page = client.get(link, follow=True)
    assert "Choose a new password" in form_page.text
    assert link not in form_page.text
    passwords = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    done = client.post(form_page.request["PATH_INFO"], passwords, follow=True)
    assert "saved" in done.text

    with pytest.raises(InvalidToken):
        refresh_tokens(refresh=tokens.refresh)
    assert sign_in(client, user).status_code == 200, "the old password"
    assert sign_in(client, user, NEW_PASSWORD).status_code == 302
    deliver_events()
    assert mail.outbox[-1].subject.startswith("Your password was changed")
    used = client.get(link, follow=True)
    assert "no longer works" in used.text


@pytest.mark.parametrize("key", ["x", "0-0", "zzz-" + "a" * 150, "g" * 32 + "-1-2"])
def test_a_wrong_reset_link_says_so(client, key):
    answer = client.get(f"/accounts/password/reset/key/{key}/", follow=True)
    assert answer.status_code in {200, 404}
    assert "password1" not in answer.text


def test_a_new_password_signs_out_other_browsers_and_keeps_this_one(client, api):
    user = UserFactory()
    sign_in(client, user)
    sign_in(api.client, user)
    answer = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )
    assert answer.status_code == 302
    assert is_signed_in(client)
    assert not is_signed_in(api.client)


def test_a_locked_account_loses_its_session(client):
    user = UserFactory()
    sign_in(client, user)
    user.is_active = False
    user.save()
    assert not is_signed_in(client)


def test_signing_out_needs_a_press_and_deletes_the_session(client):
    sign_in(client, UserFactory())
    assert client.get("/accounts/logout/").status_code == 200
    assert is_signed_in(client)
    client.post("/accounts/logout/")
    assert not is_signed_in(client)


def test_the_session_table_does_not_tell_who_is_signed_in(client):
    user = UserFactory()
    sign_in(client, user)
    stored = Session.objects.get().session_data
    assert stored.startswith("gAAAA")
    assert str(user.pk) not in stored
    Session.objects.update(session_data=stored[:-8] + "AAAAAAA=")
    assert not is_signed_in(client)


@pytest.mark.parametrize("path", ["/evil", "//evil.example", "https://evil.example", "/\\evil"])
def test_the_next_page_is_one_of_ours(client, path):
    answer = sign_in(client, UserFactory(), query=f"?next={path}")
    assert answer.url in {"/", "/evil"}


def test_too_many_tries_get_a_page(client):
    user = UserFactory()
    answers = [sign_in(client, user, "wrong") for _ in range(31)]
    assert answers[5].context["form"].errors["__all__"] == [
        "Too many failed login attempts. Try again later."
    ]
    assert answers[30].status_code == 429


def test_a_form_without_its_token_is_refused(client):
    client.handler.enforce_csrf_checks = True
    assert client.post("/accounts/signup/", ADA).status_code == 403
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "page", ["login", "signup", "password/reset", "password/reset/done", "inactive"]
)
def test_account_pages_keep_to_the_content_policy(client, page):
    answer = client.get(f"/accounts/{page}/")
    assert answer.status_code == 200
    assert "style=" not in answer.text
    assert "onclick" not in answer.text
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]


def test_the_admin_sends_strangers_to_the_sign_in_page(client):
    answer = client.get("/admin/login/?next=/admin/")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")
    sign_in(client, UserFactory())
    assert client.get("/admin/login/?next=/admin/").status_code == 403


def test_no_log_line_holds_the_secret_of_a_link(client, caplog):
    user = UserFactory()
    client.post("/accounts/password/reset/", {"email": user.email})
    link = link_in_last_mail()
    secret = link.split("/")[-2].partition("-")[2]
    with caplog.at_level("INFO"):
        client.get(link, follow=True)
    assert "/accounts/password/reset/key/" in caplog.text
    assert secret not in caplog.text
