"""What a buyer does in the browser, with or without scripts."""

import re

from playwright.sync_api import Locator, Page

from apps.authentication.tests.factories import PASSWORD


def sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    fill_sign_in(page, email)


def fill_sign_in(page: Page, email: str) -> None:
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def put_in_bag(page: Page, slug: str, size: str) -> None:
    page.goto(f"/p/{slug}")
    cell(page, size).click()
    page.get_by_role("button", name="Put in the bag").click()
    page.wait_for_url("**/cart")


def give_address(page: Page) -> None:
    for name, words in {
        "name": "Ada Obi",
        "phone": "0803 123 4567",
        "line1": "12 Adeniran Ogunsanya Street",
        "landmark": "opposite the blue mosque",
        "city": "Surulere",
    }.items():
        page.fill(f"#id_{name}", words)
    page.select_option("#id_state", "Lagos")
    index = page.locator("#id_lga optgroup[label=Lagos] option", has_text="Surulere")
    page.select_option("#id_lga", index=index.evaluate("option => option.index"))
    page.get_by_role("button", name="Save and deliver here").click()


def cell(page: Page, size: str) -> Locator:
    """One choice of the matrix, by the size that it begins with."""
    return page.locator("label.cell", has_text=re.compile(rf"^\s*{re.escape(size)}\b"))
