from datetime import timedelta

import pytest
import time_machine

from apps.authentication.models import RefreshToken, TokenFamily
from apps.authentication.services.open_tokens import open_tokens
from apps.authentication.services.refresh_tokens import refresh_tokens
from apps.authentication.tasks import forget_expired_sign_ins
from apps.authentication.tests.factories import UserFactory
from apps.common import clock
from apps.common.errors import InvalidToken
from apps.common.tests.parallel import in_parallel

REFRESH = "/api/v1/auth/refresh/"
ME = "/api/v1/auth/me/"


@pytest.fixture
def at():
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


def exchange(api, token):
    return api.post(REFRESH, {"refresh": token})


def is_signed_in(api, access):
    return api.get(ME, headers={"Authorization": f"Bearer {access}"}).status_code == 200


@pytest.mark.django_db
def test_a_refresh_token_is_replaced_and_only_hashes_are_kept(api):
    first = open_tokens(user_id=UserFactory().pk)
    answer = exchange(api, first.refresh)
    assert answer.status_code == 200
    second = answer.json()
    assert second["refresh"] != first.refresh
    assert is_signed_in(api, second["access"])
    stored = " ".join(RefreshToken.objects.values_list("digest", flat=True))
    assert first.refresh not in stored
    assert second["refresh"] not in stored


@pytest.mark.django_db
def test_a_second_tab_gets_the_same_successor_within_the_grace(api, at):
    first = open_tokens(user_id=UserFactory().pk)
    successor = exchange(api, first.refresh).json()["refresh"]
    at.shift(timedelta(seconds=20))
    assert exchange(api, first.refresh).json()["refresh"] == successor


@pytest.mark.django_db
def test_a_late_tab_is_led_to_the_newest_token(api, at):
    first = open_tokens(user_id=UserFactory().pk)
    second = exchange(api, first.refresh).json()["refresh"]
    third = exchange(api, second).json()["refresh"]
    assert exchange(api, first.refresh).json()["refresh"] == third


@pytest.mark.django_db
def test_a_reuse_after_the_grace_ends_the_family_for_good(api, at):
    first = open_tokens(user_id=UserFactory().pk)
    second = exchange(api, first.refresh).json()
    at.shift(timedelta(seconds=21))

    answer = exchange(api, first.refresh)

    assert (answer.status_code, answer.json()["code"]) == (401, "invalid-token")
    assert exchange(api, second["refresh"]).status_code == 401
    assert not is_signed_in(api, second["access"])
    assert TokenFamily.objects.get().end_reason == "reuse"


@pytest.mark.django_db
def test_a_family_of_another_client_lives_on(api, at):
    user = UserFactory()
    first, other = open_tokens(user_id=user.pk), open_tokens(user_id=user.pk)
    exchange(api, first.refresh)
    at.shift(timedelta(seconds=21))
    exchange(api, first.refresh)
    assert exchange(api, other.refresh).status_code == 200


@pytest.mark.django_db
def test_an_idle_day_ends_a_token(api, at):
    token = open_tokens(user_id=UserFactory().pk).refresh
    at.shift(timedelta(hours=23))
    token = exchange(api, token).json()["refresh"]
    at.shift(timedelta(hours=24))
    assert exchange(api, token).status_code == 401


@pytest.mark.django_db
def test_thirty_days_end_a_family_however_busy(api, at):
    token = open_tokens(user_id=UserFactory().pk).refresh
    for _ in range(59):
        at.shift(timedelta(hours=12))
        token = exchange(api, token).json()["refresh"]
    at.shift(timedelta(hours=12))
    assert exchange(api, token).status_code == 401
    forget_expired_sign_ins.call()
    assert not TokenFamily.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("body", [{}, {"refresh": "x"}, {"refresh": "é" * 200}])
def test_what_was_never_a_refresh_token_is_refused(api, body):
    assert api.post(REFRESH, body).status_code in {401, 422}


@pytest.mark.django_db
@pytest.mark.parametrize("value", [None, 1, ["x"], {"a": 1}, True, "x" * 201, 10**90])
def test_a_refresh_token_is_a_short_text(api, value):
    assert 400 <= exchange(api, value).status_code < 500


@pytest.mark.django_db
def test_an_access_token_refreshes_nothing(api):
    assert exchange(api, open_tokens(user_id=UserFactory().pk).access).status_code == 422


@pytest.mark.django_db
def test_signing_out_ends_the_family_of_either_token(api):
    user = UserFactory()
    by_refresh, by_access, stays = (open_tokens(user_id=user.pk) for _ in range(3))
    path = "/api/v1/auth/logout/"

    assert api.post(path, {"refresh": by_refresh.refresh}).status_code == 204
    bearer = {"Authorization": f"Bearer {by_access.access}"}
    assert api.post(path, headers=bearer).status_code == 204
    assert api.post(path, {"refresh": "unknown"}).status_code == 204

    assert not is_signed_in(api, by_refresh.access)
    assert not is_signed_in(api, by_access.access)
    assert exchange(api, by_access.refresh).status_code == 401
    assert is_signed_in(api, stays.access)


@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_refreshes_all_succeed_in_one_lineage():
    token = open_tokens(user_id=UserFactory().pk).refresh
    answers = in_parallel(20, lambda _: refresh_tokens(refresh=token).refresh)
    assert len(set(answers)) == 1
    assert RefreshToken.objects.count() == 2
    assert refresh_tokens(refresh=answers[0]).refresh


@pytest.mark.django_db(transaction=True)
def test_parallel_reuse_ends_the_family_once_and_every_caller_is_refused(at):
    token = open_tokens(user_id=UserFactory().pk).refresh
    refresh_tokens(refresh=token)
    at.shift(timedelta(seconds=21))

    def reuse(_):
        with pytest.raises(InvalidToken):
            refresh_tokens(refresh=token)
        return "refused"

    assert in_parallel(8, reuse) == ["refused"] * 8
    assert TokenFamily.objects.get().end_reason == "reuse"
