"""A shop with so many of everything that v2 shows, and one person who sells and buys there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.authentication.contracts import UserId
from apps.authentication.facade import access_token_for
from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.cart import facade as cart
from apps.cart.contracts import CartOwner
from apps.common.ids import new_id
from apps.common.task_tickets import remember_task
from apps.customers.tests.factories import AddressFactory
from apps.delivery.tests.factories import MethodFactory, ZoneFactory
from apps.inventory.models import BackInStockRequest
from apps.notifications.tasks import send_copy
from apps.products.contracts import ProductId, VariantId
from apps.products.models import Brand, Collection, Media, Product, Variant
from apps.products.tests.factories import ProductFactory, VariantFactory
from apps.products.tests.reviews import review_of
from apps.promotions.tests.factories import CouponFactory
from apps.vendors.models import Vendor
from apps.vendors.tests.factories import VendorFactory
from tests.v2_reads.sales import sale


@dataclass(frozen=True)
class Shop:
    """Who asks, and a value for each name in an address."""

    headers: dict[str, str]
    named: dict[str, str]


def open_shop(rows: int) -> Shop:
    """Fill a shop with `rows` of everything; products have so many of everything below them."""
    who: User = UserFactory.create()
    store: Vendor = VendorFactory.create(owner=who)
    AddressFactory.create(user=who)
    variants = [_product(store, number) for number in range(rows)]
    _below(variants[0].product, rows)
    sales = [sale(who, store, variants) for _ in range(rows)]
    named: dict[str, Any] = {**sales[0]._asdict(), **_of_store(store, rows)}
    guest = cart.new_guest_token()
    for owner in (CartOwner(user_id=UserId(who.pk)), CartOwner(token=guest)):
        _keep(owner, variants)
    for variant in variants:
        BackInStockRequest.objects.create(variant=variant, buyer=who)
    named |= {"slug": variants[0].product.slug, "vendor": store.slug}
    named |= {"X-Cart-Token": guest, "task_id": _task(who)}
    names = {name: str(value) for name, value in named.items()}
    return Shop({"Authorization": f"Bearer {access_token_for(UserId(who.pk))}"}, names)


def _product(store: Vendor, number: int) -> Variant:
    brand, _ = Brand.objects.get_or_create(name="Deola", slug="deola")
    season, _ = Collection.objects.get_or_create(title="Owambe", slug="owambe")
    product: Product = ProductFactory.create(
        vendor=store, brand=brand, title=f"Blue ankara gown {number}", is_in_stock=True
    )
    season.products.add(product)
    variant: Variant = VariantFactory.create(product=product, stock=1, colour_name="Blue")
    return variant


def _below(product: Product, rows: int) -> None:
    """Variants, pictures and reviews of one product."""
    for number in range(rows):
        VariantFactory.create(product=product, stock=1)
        review_of(product, title="Fine", body="It fits.")
        Media.objects.create(product=product, image=f"products/{number}.jpg", position=number)


def _of_store(store: Vendor, rows: int) -> Mapping[str, Any]:
    """What the store set for itself; the ids of one of each."""
    coupons = [
        CouponFactory.create(vendor=store, funder="vendor", scope="vendor") for _ in range(rows)
    ]
    zones = [ZoneFactory.create(vendor=store) for _ in range(rows)]
    methods = [MethodFactory.create(vendor=store, zone=zone) for zone in zones]
    return {"coupon_id": coupons[0].id, "zone_id": zones[0].id, "method_id": methods[0].id}


def _keep(owner: CartOwner, variants: Sequence[Variant]) -> None:
    for variant in variants:
        cart.add_line(owner=owner, variant_id=VariantId(variant.id), quantity=1)
        cart.add_wish(owner=owner, product_id=ProductId(variant.product_id))


def _task(who: User) -> str:
    task_id = send_copy.enqueue(message_id=new_id().hex).id
    remember_task(task_id=task_id, user_id=who.pk)
    return task_id
