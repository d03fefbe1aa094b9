import base64
import json
from datetime import timedelta

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from apps.authentication import signing
from apps.authentication.facade import principal_of
from apps.authentication.models import TokenFamily
from apps.authentication.services.end_tokens import sign_out_everywhere
from apps.authentication.services.open_tokens import open_tokens
from apps.authentication.tests.factories import UserFactory
from apps.common import clock
from apps.common.db import plans

pytestmark = pytest.mark.django_db
ME = "/api/v1/auth/me/"


@pytest.fixture
def user():
    return UserFactory(name="Ada")


@pytest.fixture
def tokens(user):
    return open_tokens(user_id=user.pk)


def status(api, token):
    answer = api.get(ME, headers={"Authorization": f"Bearer {token}"})
    if answer.status_code != 200:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    return answer.status_code


def resigned(token, *, key=None, algorithm="EdDSA", header=(), **claims):
    """The token with other claims or headers, signed by `key` or our own."""
    content = jwt.decode(token, options={"verify_signature": False}) | claims
    content = {name: value for name, value in content.items() if value is not None}
    kid, ours = next(iter(signing._private_keys().items()))
    headers = {"kid": kid, "typ": "at+jwt"} | dict(header)
    return jwt.encode(content, key or ours, algorithm, headers=headers)


def segment(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_a_good_token_names_its_account(api, user, tokens):
    assert status(api, tokens.access) == 200
    assert status(api, resigned(tokens.access)) == 200, "the helper itself makes good tokens"
    principal = plans.run(principal_of(tokens.access))
    assert principal
    assert (principal.id, principal.email, principal.is_staff) == (user.pk, user.email, False)


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another-api"},
        {"aud": None},
        {"iss": "somebody"},
        {"iss": None},
        {"exp": 1},
        {"exp": None},
        {"exp": "soon"},
        {"iat": 32503680000},
        {"sub": "not-a-uuid"},
        {"sub": "01a20755-8b8f-732b-8ac6-fabe23f04361"},
        {"sid": "01a20755-8b8f-732b-8ac6-fabe23f04361"},
        {"sid": None},
        {"sid": "x\u0000"},
        {"header": [("kid", "0000000000000000")]},
        {"header": [("typ", "JWT")]},
        {"key": Ed25519PrivateKey.generate()},
        {"key": "k" * 64, "algorithm": "HS256"},
    ],
)
def test_a_changed_token_is_refused(api, tokens, changes):
    assert status(api, resigned(tokens.access, **changes)) == 401
    assert plans.run(principal_of(resigned(tokens.access, **changes))) is None


def test_tokens_that_nobody_signed_are_refused(api, tokens):
    head, content, signature = tokens.access.split(".")
    kid = jwt.get_unverified_header(tokens.access)["kid"]
    public = signing._private_keys()[kid].public_key().public_bytes_raw()
    forged = {
        "alg none": f"{segment({'alg': 'none', 'kid': kid, 'typ': 'at+jwt'})}.{content}.",
        "HS256 by the public key": resigned(tokens.access, key=public, algorithm="HS256"),
        "kid is a list": f"{segment({'alg': 'EdDSA', 'kid': [kid], 'typ': 'at+jwt'})}.{content}.x",
        "header is a list": f"{segment([1])}.{content}.{signature}",
        "deep header": f"{base64.urlsafe_b64encode(b'[' * 1400).decode()}.{content}.{signature}",
        "other content": f"{head}.{segment({'sub': 'me'})}.{signature}",
        "truncated": tokens.access[:-1],
        "no signature": f"{head}.{content}.",
        "two parts": f"{head}.{content}",
        "a refresh token": tokens.refresh,
        "nothing": "",
        "100 KB": "x" * 100_000,
        "not ASCII": "é.é.é",
        "surrogate": "\udcff",
    }
    for name, token in forged.items():
        assert plans.run(principal_of(token)) is None, name
        if token.isascii():
            assert status(api, token) == 401, name


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Basic YTpi", "Token x", "Bearer  ", "Bearer a b"]
)
def test_other_headers_are_refused(api, header):
    assert api.get(ME, headers={"Authorization": header}).status_code == 401


def test_without_a_header_nobody_is_signed_in(api):
    answer = api.get(ME)
    assert (answer.status_code, answer.json()["code"]) == (401, "sign-in-required")


def test_the_session_cookie_of_pages_counts_for_nothing_here(api, user):
    api.client.force_login(user)
    assert api.get(ME).status_code == 401


def test_a_token_lives_for_five_minutes(api, user):
    with time_machine.travel(clock.now(), tick=False) as at:
        token = open_tokens(user_id=user.pk).access
        at.shift(timedelta(minutes=4, seconds=59))
        assert status(api, token) == 200
        at.shift(timedelta(seconds=1))
        assert status(api, token) == 401


def test_a_locked_account_is_out_at_once(api, user, tokens):
    user.is_active = False
    user.save()
    assert status(api, tokens.access) == 401


def test_a_new_password_ends_tokens_at_once(api, user, tokens):
    user.set_password("another good password")
    user.save()
    assert status(api, tokens.access) == 401
    answer = api.post("/api/v1/auth/refresh/", {"refresh": tokens.refresh})
    assert answer.status_code == 401


def test_a_deleted_account_is_out(api, user, tokens):
    user.emailaddress_set.all().delete()
    user.delete()
    assert status(api, tokens.access) == 401
    assert api.post("/api/v1/auth/refresh/", {"refresh": tokens.refresh}).status_code == 401


def test_staff_can_end_every_sign_in_of_an_account(api, user, tokens):
    other = open_tokens(user_id=UserFactory().pk)
    sign_out_everywhere(user_id=user.pk)
    assert status(api, tokens.access) == 401
    assert status(api, other.access) == 200
    assert TokenFamily.objects.get(user=user).end_reason == "staff"


def test_a_new_key_signs_while_the_old_one_still_counts(api, user, tokens, settings):
    old = settings.TOKEN_SIGNING_KEYS
    try:
        settings.TOKEN_SIGNING_KEYS = ["n" * 48, *old]
        signing._private_keys.cache_clear()
        assert status(api, tokens.access) == 200
        fresh = open_tokens(user_id=user.pk)
        settings.TOKEN_SIGNING_KEYS = old
        signing._private_keys.cache_clear()
        assert status(api, fresh.access) == 401
    finally:
        signing._private_keys.cache_clear()


def test_the_key_of_django_signs_no_tokens(settings):
    assert settings.SECRET_KEY not in settings.TOKEN_SIGNING_KEYS
    assert set(settings.TOKEN_SIGNING_KEYS).isdisjoint(settings.SESSION_ENCRYPTION_KEYS)
