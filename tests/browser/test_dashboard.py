"""A house's dashboard: readable on a phone and a desk, with sales and without."""

import os
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Page, ViewportSize

from apps.analytics.models import ProductViews
from apps.analytics.services.roll_up import roll_up
from apps.common import clock
from apps.common.days import Days, today
from apps.inventory import facade as inventory
from apps.orders.tests.factories import paid_order
from apps.products.contracts import VariantId
from tests.browser.conftest import Shop, elsewhere
from tests.browser.steps import sign_in
from tests.browser.test_stock import faults_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
DESK: ViewportSize = {"width": 1280, "height": 900}


def sell(shop: Shop) -> None:
    """A month of sales of the seller's gown."""
    now = clock.now()
    inventory.set_on_hand(variant_id=VariantId(shop.gown.pk), quantity=6, reason="test")
    for days in (20, 11, 4, 0):
        with time_machine.travel(now - timedelta(days=days)):
            paid_order(shop.gown, quantity=1)
    ProductViews.objects.create(
        vendor=shop.gown.vendor, product=shop.gown.product, day=today(), views=31
    )
    roll_up(Days.until(today(), 30))


def test_the_dashboard_fits_a_phone_and_a_desk(
    phone: Page, shop: Shop, complaints: list[str]
) -> None:
    sign_in(phone, "seller@example.com")
    phone.goto("/vendor")
    faults = faults_of(phone)
    elsewhere(lambda: sell(shop))
    phone.goto("/vendor")
    phone.get_by_text("The same as a table").click()
    faults += faults_of(phone)
    shoot(phone, "phone")
    phone.set_viewport_size(DESK)
    phone.goto("/vendor?days=90")
    assert phone.evaluate("document.documentElement.scrollWidth") <= DESK["width"]
    heights = phone.locator(".bars__bar").evaluate_all(
        "bars => bars.map(bar => bar.getBoundingClientRect().height)"
    )
    assert len([height for height in heights if height > 10]) == 4
    shoot(phone, "desk")
    assert "\n".join(faults) == ""
    assert complaints == []


def shoot(page: Page, name: str) -> None:
    """Keep a picture where somebody wants to look: DASHBOARD_PICTURES names the folder."""
    if folder := os.environ.get("DASHBOARD_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
