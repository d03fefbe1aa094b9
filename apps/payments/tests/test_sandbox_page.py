"""The hosted page: what the payer sees, and what each button does."""

import pytest
from django.core.checks import run_checks
from django.test import Client

from apps.common.outbox.models import OutboxEvent
from apps.payments.apps import check_gateways
from apps.payments.events import SandboxChargeDecided
from apps.payments.models import Intent, SandboxCharge
from apps.payments.services.start_intent import start_intent
from apps.payments.tests.factories import RETURN_URL, IntentFactory, charge_of, started_intent

pytestmark = pytest.mark.django_db
Outcome = SandboxCharge.Outcome


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


def page_of(intent: Intent) -> str:
    return f"/sandbox/pay/{charge_of(intent).token}"


def owed_webhooks() -> int:
    return OutboxEvent.objects.filter(name=SandboxChargeDecided.name).count()


def test_the_page_says_who_asks_for_how_much(browser: Client) -> None:
    intent = started_intent()
    page = browser.get(page_of(intent))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Fashionistar" in text
    assert "₦12,500.00" in text
    assert charge_of(intent).reference in text
    assert page.headers["Cache-Control"].count("no-store") == 1


@pytest.mark.parametrize(
    ("button", "outcome", "webhooks", "goes_back"),
    [
        ("approve", Outcome.APPROVED, 1, True),
        ("approve-close", Outcome.APPROVED, 1, False),
        ("decline", Outcome.DECLINED, 1, True),
        ("pending", Outcome.PENDING, 0, True),
        ("close", Outcome.PENDING, 0, False),
    ],
)
def test_each_button(
    browser: Client, button: str, outcome: Outcome, webhooks: int, goes_back: bool
) -> None:
    intent = started_intent()
    answer = browser.post(page_of(intent), {"decision": button})
    assert charge_of(intent).outcome == outcome
    assert owed_webhooks() == webhooks
    assert answer.status_code == (302 if goes_back else 200)
    assert answer.headers.get("Location") == (RETURN_URL if goes_back else None)


def test_the_first_decision_stands(browser: Client) -> None:
    intent = started_intent()
    for button in ("decline", "approve", "approve"):
        browser.post(page_of(intent), {"decision": button})
    assert charge_of(intent).outcome == Outcome.DECLINED
    assert owed_webhooks() == 1
    assert 'value="approve"' not in browser.get(page_of(intent)).content.decode()


@pytest.mark.parametrize("decision", ["", "refund", "approve ", "\0"])
def test_an_unknown_button_does_nothing(browser: Client, decision: str) -> None:
    intent = started_intent()
    assert browser.post(page_of(intent), {"decision": decision}).status_code == 404
    assert charge_of(intent).outcome == Outcome.PENDING


@pytest.mark.parametrize("token", ["x", "a" * 5000, "%00", "..%2F..", "'--"])
def test_a_wrong_address_is_not_found(browser: Client, token: str) -> None:
    started_intent()
    assert browser.get(f"/sandbox/pay/{token}").status_code == 404


def test_another_site_cannot_press_the_buttons() -> None:
    intent = started_intent()
    answer = Client(enforce_csrf_checks=True).post(page_of(intent), {"decision": "approve"})
    assert answer.status_code == 403
    assert charge_of(intent).outcome == Outcome.PENDING


def test_a_sandbox_that_is_switched_off_is_not_there(browser: Client, settings) -> None:
    intent = started_intent()
    settings.PAYMENT_GATEWAYS = []
    assert browser.get(page_of(intent)).status_code == 404


@pytest.mark.parametrize(
    ("gateways", "environment", "secret", "faults"),
    [
        ([], "production", None, []),
        (["sandbox"], "test", "s", []),
        (["sandbox"], "production", "s", ["payments.E002"]),
        (["sandbox"], "development", None, ["payments.E003"]),
        (["paypal"], "test", None, ["payments.E001"]),
    ],
)
def test_the_system_check_names_a_wrong_setting(
    settings, gateways: list[str], environment: str, secret: str | None, faults: list[str]
) -> None:
    settings.PAYMENT_GATEWAYS, settings.ENVIRONMENT = gateways, environment
    settings.SANDBOX_SECRET = secret
    assert [fault.id for fault in check_gateways()] == faults
    assert {fault.id for fault in run_checks()} >= set(faults)


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000"])
def test_the_page_stands_on_the_host_to_which_the_payer_goes_back(host: str) -> None:
    intent = IntentFactory.create()
    address = start_intent(intent_id=intent.id, return_url=f"http://{host}/orders/x/return")
    assert address == f"http://{host}{page_of(intent)}"
