"""Webhooks: forged ones change nothing, true ones are stored once and settle."""

import hashlib
import hmac
import json

import pytest

from apps.common.ids import new_id
from apps.common.outbox.testing import deliver_events
from apps.payments import facade
from apps.payments.gateways.sandbox import books
from apps.payments.gateways.sandbox.signing import SIGNATURE_HEADER, sign
from apps.payments.models import Intent, SandboxCharge, WebhookReceipt
from apps.payments.tests.factories import charge_of, decide, started_intent

pytestmark = pytest.mark.django_db
PATH = "/api/v2/payments/webhooks/sandbox"


def is_paid(intent: Intent) -> bool:
    payment = facade.payment_of(intent.reference)
    return payment is not None and payment.is_paid


def body_of(intent: Intent) -> bytes:
    return books.webhook_body(charge_of(intent))


def approved() -> Intent:
    """A paid charge whose own webhook does not get through."""
    intent = started_intent()
    SandboxCharge.objects.update(outcome=SandboxCharge.Outcome.APPROVED)
    return intent


def post(api, body: bytes, signature: str | None = None, **kwargs):
    headers = {SIGNATURE_HEADER: sign(body) if signature is None else signature}
    return api.post(kwargs.pop("path", PATH), raw=body, headers=headers, **kwargs)


def test_a_signed_webhook_settles_the_payment(api) -> None:
    intent = approved()
    assert post(api, body_of(intent)).status_code == 200
    deliver_events()
    assert is_paid(intent)


def test_a_repeat_is_answered_and_stored_once(api) -> None:
    body = body_of(approved())
    assert [post(api, body).status_code for _ in range(5)] == [200] * 5
    assert WebhookReceipt.objects.count() == 1


def forged(body: bytes) -> dict[str, str]:
    other = hmac.new(b"another account's secret", body, hashlib.sha512).hexdigest()
    return {
        "empty": "",
        "not hex": "zz" * 64,
        "not ascii": "é" * 128,
        "too short": sign(body)[:-1],
        "sha256": hashlib.sha256(body).hexdigest(),
        "another secret": other,
        "another body": sign(body + b" "),
        "twice": f"{sign(body)},{sign(body)}",
        "upper case": sign(body).upper(),
    }


@pytest.mark.parametrize("case", forged(b""))
def test_a_forged_webhook_changes_nothing(api, case: str) -> None:
    intent = approved()
    body = body_of(intent)
    signature = forged(body)[case].encode().decode("latin-1")
    assert_refused(post(api, body, signature), 401, "bad-signature")
    deliver_events()
    assert not is_paid(intent)


def test_an_unsigned_webhook_changes_nothing(api) -> None:
    body = body_of(approved())
    assert_refused(api.post(PATH, raw=body), 401, "bad-signature")


def test_the_raw_bytes_are_signed_not_their_meaning(api) -> None:
    body = body_of(approved())
    spaced = json.dumps(json.loads(body)).encode()
    assert spaced != body
    assert_refused(post(api, spaced, sign(body)), 401, "bad-signature")


def test_a_signed_webhook_for_nothing_of_ours_is_kept_and_ignored(api) -> None:
    intent = approved()
    for reference in (str(new_id()), str(intent.id), "not-a-uuid", "\N{SNOWMAN}" * 80, 7, None):
        body = json.dumps({"event": "charge.success", "data": {"reference": reference}}).encode()
        assert post(api, body).status_code == 200
    deliver_events()
    assert WebhookReceipt.objects.count() == 6
    assert not is_paid(intent)


def test_a_hint_is_no_proof(api) -> None:
    """The webhook says paid, the provider's books say pending: nothing is paid."""
    intent = started_intent()
    body = body_of(intent).replace(b"charge.failed", b"charge.success")
    assert post(api, body).status_code == 200
    deliver_events()
    assert not is_paid(intent)


@pytest.mark.parametrize(
    "body",
    [b"[]", b"7", b'"text"', b"null", b"{}", b'{"event":"x"}', b'{"event":"x","data":[]}'],
)
def test_a_signed_webhook_without_its_fields_is_refused(api, body: bytes) -> None:
    assert_refused(post(api, body), 400, "bad-webhook")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe{", b'{"a":1}x', b"[" * 10_000, b'{"a":NaN}'],
    ids=["empty", "cut", "not UTF-8", "trailing", "deep", "NaN"],
)
def test_an_unreadable_webhook_is_refused(api, body: bytes) -> None:
    answer = post(api, body)
    assert 400 <= answer.status_code < 500
    assert not WebhookReceipt.objects.exists()


def test_a_large_webhook_is_refused_before_it_is_read(api) -> None:
    body = b'{"event":"' + b"x" * 65_536 + b'"}'
    assert_refused(post(api, body), 413, "webhook-too-large")
    for content_type in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert_refused(post(api, body, content_type=content_type), 413, "webhook-too-large")


@pytest.mark.parametrize("name", ["stripe", "SANDBOX", "sandbox%00", "..%2Fsandbox"])
def test_an_unknown_gateway_is_not_found(api, name: str) -> None:
    body = body_of(approved())
    answer = post(api, body, path=f"/api/v2/payments/webhooks/{name}")
    assert answer.status_code == 404
    assert not WebhookReceipt.objects.exists()


def test_a_gateway_that_is_switched_off_takes_no_webhooks(api, settings) -> None:
    body = body_of(approved())
    settings.PAYMENT_GATEWAYS = []
    assert_refused(post(api, body), 404, "unknown-gateway")


def test_a_webhook_does_not_wait_for_the_provider(api, django_assert_max_num_queries) -> None:
    body = body_of(approved())
    with django_assert_max_num_queries(8):
        post(api, body)


@pytest.mark.django_db(transaction=True)
def test_the_sandbox_posts_over_real_http(live_server, settings) -> None:
    settings.SITE_URL = live_server.url
    intent = started_intent()
    decide(intent, SandboxCharge.Outcome.APPROVED)
    deliver_events()
    assert WebhookReceipt.objects.count() == 1
    assert is_paid(intent)


def assert_refused(answer, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not WebhookReceipt.objects.exists()
