"""What products stand in: vendors, brands, the demo's categories and collections."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from uuid import UUID

from django.db import transaction

from apps.products.models import Brand, Category, Collection, SizeGuide
from apps.vendors.models import Vendor, VendorStatusChange
from apps.vendors.states import VendorStatus
from devstack.demo.large.books import Load, note_made
from devstack.demo.large.goods import UNTIL, Shelves
from devstack.demo.large.words import slug_of, words
from devstack.demo.load import load_taxonomy

MAIL = "loaded.example"
SUSPENDED_EVERY = 50


@transaction.atomic
def shelves(load: Load, pictures: int) -> Shelves:
    """Make what is missing and return the ids of all; a second call makes nothing."""
    grown = (
        _made("category", Category),
        _made("collection", Collection),
        _made("sizeguide", SizeGuide),
    )
    load_taxonomy()
    for note in grown:
        note()
    return Shelves(
        vendors=_vendors(load),
        categories=[str(_category(*group.category)) for group in words().groups],
        brands=_brands(),
        collections=[
            str(pk) for pk in Collection.objects.order_by("slug").values_list("pk", flat=True)
        ],
        pictures=pictures,
    )


def _made(kind: str, model: "type[Category | Collection | SizeGuide]") -> Callable[[], None]:
    """Remember which rows stand before; what it returns notes those that came since."""
    before = set(model.objects.values_list("pk", flat=True))

    def note() -> None:
        note_made(
            kind, [str(pk) for pk in model.objects.values_list("pk", flat=True) if pk not in before]
        )

    return note


def _category(root: str, leaf: str) -> UUID:
    found = Category.objects.only("pk").get(name=leaf, parent__name=root, parent__parent=None)
    return found.pk


def _brands() -> list[str]:
    known = {brand.name.lower(): brand for brand in Brand.objects.all()}
    names = words().makers
    new = [_brand(name) for name in names if name.lower() not in known]
    Brand.objects.bulk_create(new)
    note_made("brand", [str(brand.pk) for brand in new])
    known |= {brand.name.lower(): brand for brand in new}
    return [str(known[name.lower()].pk) for name in names]


def _brand(name: str) -> Brand:
    made_at = UNTIL - timedelta(days=1500)
    key = _id(Random(f"brand {name}"), int(made_at.timestamp() * 1000))
    stamps = {"created_at": made_at, "updated_at": made_at}
    return Brand(id=key, name=name, slug=f"{slug_of(name)}-loaded", **stamps)


def _vendors(load: Load) -> list[str]:
    """The stores, the busiest first; one in fifty is suspended."""
    rows = [_vendor(load.seed, rank) for rank in range(load.vendors)]
    known = dict(
        Vendor.objects.filter(support_email__endswith=f"@{MAIL}").values_list("slug", "pk")
    )
    new = [row for row in rows if row.slug not in known]
    Vendor.objects.bulk_create(new)
    VendorStatusChange.objects.bulk_create(
        VendorStatusChange(
            vendor=row,
            from_status="",
            to_status=row.status,
            reason="load_catalogue",
            at=row.created_at,
        )
        for row in new
    )
    note_made("vendor", [str(row.pk) for row in new])
    return [str(known.get(row.slug, row.pk)) for row in rows]


def _vendor(seed: int, rank: int) -> Vendor:
    dice, known = Random(f"vendor {seed} {rank}"), words()
    name = f"{dice.choice(known.names)} {dice.choice(known.houses)}"
    opened = UNTIL - timedelta(days=dice.randint(731, 1500))
    is_open = rank % SUSPENDED_EVERY != SUSPENDED_EVERY - 1
    slug = f"{slug_of(name)}-{seed}-{rank:04d}"
    city = dice.choice(known.places)
    return Vendor(
        id=_id(dice, int(opened.timestamp() * 1000)),
        slug=slug,
        store_name=f"{name}, {city}",
        tagline=dice.choice(known.sentences),
        city=city,
        support_email=f"{slug}@{MAIL}",
        status=VendorStatus.APPROVED if is_open else VendorStatus.SUSPENDED,
        approved_at=opened,
        created_at=opened,
        updated_at=opened,
    )


def _id(dice: Random, milliseconds: int) -> UUID:
    rest = dice.getrandbits(74)
    return UUID(
        int=milliseconds << 80 | 7 << 76 | (rest >> 62) << 64 | 2 << 62 | rest & (1 << 62) - 1
    )
