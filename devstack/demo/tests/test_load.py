"""Loading the demo into a real database."""

import io
import json
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from apps.common.ids import new_id
from apps.common.money import Money
from apps.common.outbox.testing import deliver_events
from apps.customers import facade as customers
from apps.delivery import facade as delivery
from apps.delivery.contracts import Destination
from apps.inventory import facade as inventory
from apps.products import facade as products
from apps.vendors import facade as shops
from apps.vendors.contracts import VendorId
from devstack.demo.accounts import PASSWORD
from devstack.demo.catalogue import Product, Vendor, vendors
from devstack.demo.load import Loaded, load_demo
from devstack.demo.people import open_accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def few() -> list[Vendor]:
    """Two shops, three products."""
    first, second = vendors()[3:5]
    return [
        replace(first, products=first.products[:2]),
        replace(second, products=second.products[:1]),
    ]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def quiet(line: str) -> None:
    """Say nothing."""


def test_products_arrive_whole_and_a_second_run_adds_nothing(few, media):
    loaded = load_demo(quiet, few)
    assert (loaded.products, loaded.vendors, loaded.accounts) == (3, 2, 10)
    for vendor in few:
        for product in vendor.products:
            check_page(product)
            check_stock(product)
    assert len(list(media.glob("products/**/original.jpg"))) == loaded.pictures
    for shop in shops.open_vendors():
        assert shop.logo_url
        assert [member.role for member in shops.members_of(shop.id)] == ["owner"]
    assert load_demo(quiet, few) == Loaded()


def test_the_shop_delivers_into_every_state_and_what_staff_remove_stays_away(few):
    assert load_demo(quiet, few).ways == 8
    house = VendorId(new_id())
    for state in customers.states():
        options = delivery.options_for({house: Money(1, "NGN")}, Destination("NG", state))
        assert options[house][0].method_id, state
    for way in delivery.methods_of(None):
        delivery.remove_method(within=None, actor_id=None, method_id=way.id)
    assert load_demo(quiet, few).ways == 0


def check_page(wanted: Product) -> None:
    page = products.product_page(wanted.slug)
    price = wanted.sale_minor or wanted.price_minor
    assert page.title == wanted.title
    assert page.vendor.is_open
    assert {(card.sku, card.price.minor) for card in page.variants} == {
        (variant.sku, price) for variant in wanted.variants
    }
    assert len(page.reviews) == len(wanted.reviews)
    shown = [picture.variant_id for picture in page.media]
    assert len([variant for variant in shown if variant]) == len(wanted.colours)


def check_stock(wanted: Product) -> None:
    cards = {card.sku: card for card in products.product_page(wanted.slug).variants}
    free = inventory.available([card.id for card in cards.values()])
    for variant in wanted.variants:
        assert free[cards[variant.sku].id] == variant.stock
        assert cards[variant.sku].is_in_stock == (variant.stock > 0)


def test_a_stopped_run_leaves_whole_products_and_the_next_goes_on(few):
    def stop(line: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_demo(stop, few)
    assert load_demo(quiet, few).products == 2
    check_page(few[0].products[0])
    deliver_events()
    page = products.product_page(few[0].products[0].slug)
    assert {picture.status for picture in page.media} == {"ready"}
    assert all(picture.sources for picture in page.media)


def test_an_archived_product_stays_archived(few):
    load_demo(quiet, few)
    gone = products.product_page(few[1].products[0].slug)
    products.archive_product(product_id=gone.id)
    assert load_demo(quiet, few) == Loaded()


def test_everybody_can_sign_in_where_they_belong():
    people, _ = open_accounts()
    staff = Client()
    assert staff.login(username="staff@fashionistar.example", password=PASSWORD)
    assert staff.get("/admin/").status_code == 200
    assert Client().login(username="vendor@fashionistar.example", password=PASSWORD)
    assert len(customers.addresses_of(people["buyer@fashionistar.example"])) == 2


def test_the_command_prints_one_account_of_each_role():
    printed = io.StringIO()
    call_command("load_demo", "--accounts", stdout=printed)
    accounts = json.loads(printed.getvalue())
    assert [account["role"] for account in accounts] == ["buyer", "vendor", "staff"]
    assert {account["password"] for account in accounts} == {PASSWORD}


def test_production_is_refused(settings):
    settings.ENVIRONMENT = "production"
    with pytest.raises(CommandError, match="not for production"):
        call_command("load_demo")
