"""The journey: from a new account to a delivered order, each step timed."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from devstack.demo.accounts import Account, accounts
from devstack.smoke.mails import Mailbox, same_host
from devstack.smoke.person import Person, StepFailed

_PATIENCE_SECONDS = 60


@dataclass
class Journey:
    """One buyer and the vendors they buy from."""

    site: str
    mails: Mailbox
    buyer: Person
    email: str = field(default_factory=lambda: f"smoke-{secrets.token_hex(5)}@fashionistar.example")
    password: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    products: dict[str, str] = field(default_factory=dict)  # vendor's slug -> product's page
    order: str = ""

    def steps(self) -> list[tuple[str, Callable[[], None]]]:
        """Return the steps in order, as a person would name them."""
        return [
            ("open the shop", self.open_shop),
            ("register and confirm the address", self.register),
            ("sign in", self.sign_in),
            ("search and find two vendors", self.search),
            ("put both into the bag", self.fill_bag),
            ("check out", self.check_out),
            ("pay in the sandbox", self.pay),
            ("wait for the confirmation mail", self.confirmation),
            ("wait for each vendor's notice", self.notices),
            ("vendors ship", self.ship),
            ("buyer has received both", self.receive),
        ]

    def open_shop(self) -> None:
        """See the front page."""
        self.buyer.open("/")

    def register(self) -> None:
        """Make an account and follow the link in the mail."""
        form = self.buyer.open("/accounts/signup/").form(having="password1")
        self.buyer.send(form, name="Smoke Test", email=self.email, password1=self.password)
        link = self.mails.link(to=self.email, words="http")
        page = self.buyer.open(same_host(link, self.site))
        self.buyer.send(page.forms[-1])  # the header holds the search form

    def sign_in(self) -> None:
        """Sign in."""
        sign_in(self.buyer, self.email, self.password)

    def search(self) -> None:
        """Search, then look at products until two vendors have something in stock."""
        for words in ("adire", "ankara", "kaftan", ""):
            page = self.buyer.open(f"/shop?q={words}&in_stock=1")
            for link in dict.fromkeys(link for link in page.links if link.startswith("/p/")):
                self._consider(link)
                if len(self.products) == 2:
                    return
        raise StepFailed("fewer than two vendors have anything in stock")

    def fill_bag(self) -> None:
        """Choose a variant of each and add it."""
        for link in self.products.values():
            form = self.buyer.open(link).form(having="variant_id")
            choice = form.values.get("variant_id") or form.choices["variant_id"][0]
            self.buyer.send(form, variant_id=choice, quantity="1")

    def check_out(self) -> None:
        """Give an address, accept the delivery, place the order."""
        form = self.buyer.open("/checkout").form(having="line1")
        self.buyer.send(
            form,
            form.buttons[-1],
            name="Smoke Test",
            phone="+2348031234567",
            line1="12 Adeola Odeku Street",
            landmark="the blue water tower",
            city="Lagos",
            state="Lagos",
            lga="Eti-Osa",
        )
        self.buyer.send(self.buyer.page.form(having="note"))
        page = self.buyer.send(self.buyer.page.form(having="key"))
        page.form(having="decision")

    def pay(self) -> None:
        """Approve on the provider's page and come back to a paid order."""
        form = self.buyer.page.form(having="decision")
        self.buyer.send(form, ("decision", "approve"))
        self.order = self.buyer.url.split("/orders/")[1].split("/")[0].split("?")[0]
        self._until(lambda: "order is paid" in self._order_text().lower(), "the order is not paid")

    def confirmation(self) -> None:
        """The buyer's mail names the order."""
        self.mails.wait_for(to=self.email, words=f"order {self.order} is paid")

    def notices(self) -> None:
        """Each vendor's owner is asked to ship."""
        for vendor in self.products:
            self.mails.wait_for(to=owner_of(vendor).email, words=self.order)

    def ship(self) -> None:
        """Each vendor signs in, opens the part and gives a tracking number."""
        for vendor in self.products:
            with Person(self.site) as seller:
                owner = owner_of(vendor)
                sign_in(seller, owner.email, owner.password)
                self._ship_part(seller)

    def receive(self) -> None:
        """The buyer confirms each part; the order is then complete."""
        for _ in self.products:
            self.buyer.send(self.buyer.open(f"/orders/{self.order}").form(action="/received"))
        text = self._order_text()
        if "completed" not in text.lower():
            raise StepFailed(f"the order is not completed: {text[:200]}")

    def _consider(self, link: str) -> None:
        page = self.buyer.open(link)
        vendor = next((to for to in page.links if to.startswith("/v/")), "").removeprefix("/v/")
        sells = any("variant_id" in form.choices | form.values for form in page.forms)
        if vendor and sells and vendor not in self.products:
            self.products[vendor] = link

    def _ship_part(self, seller: Person) -> None:
        page = seller.open("/vendor/orders")
        for link in dict.fromkeys(to for to in page.links if to.startswith("/vendor/orders/")):
            if self.order in seller.open(link).text():
                form = seller.page.form(having="tracking_number")
                seller.send(form, carrier="GIG Logistics", tracking_number="GIG-12345")
                return
        raise StepFailed(f"the vendor's list does not show {self.order}")

    def _order_text(self) -> str:
        return self.buyer.open(f"/orders/{self.order}").text()

    def _until(self, is_true: Callable[[], bool], otherwise: str) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not is_true():
            if time.monotonic() > deadline:
                raise StepFailed(f"{otherwise} after {_PATIENCE_SECONDS} s")
            time.sleep(0.3)


def sign_in(person: Person, email: str, password: str) -> None:
    """Sign in on the page.

    Raises:
        StepFailed: the page asks again.
    """
    form = person.open("/accounts/login/").form(having="password")
    page = person.send(form, login=email, password=password)
    if "/accounts/login" in person.url:
        raise StepFailed(f"{email} cannot sign in: {page.text()[:200]}")


def owner_of(vendor: str) -> Account:
    """Return the demo account that owns a shop."""
    for account in accounts():
        if account.vendor == vendor:
            return account
    raise StepFailed(f"the vendor {vendor} is not of the demo data, so nobody can ship for it")
