"""How the demo's pieces are delivered: the shop's zones and ways, and one house with its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from apps.common.money import Money
from apps.customers import facade as customers
from apps.delivery import facade as delivery
from apps.delivery.contracts import MethodKind, ZoneId
from apps.vendors.contracts import VendorId, VendorRef
from devstack.demo.accounts import FIRST_SHOP
from devstack.demo.catalogue import KOBO

LAGOS, SOUTH_WEST, REST, DIASPORA = "Lagos", "South West", "Rest of Nigeria", "UK and US"
YORUBA = ("Ekiti", "Ogun", "Ondo", "Osun", "Oyo")


@dataclass(frozen=True)
class Way:
    """A way of delivery; amounts in whole naira."""

    zone: str
    name: str
    fee: int
    days: tuple[int, int]
    free_from: int | None = None
    collected_at: str = ""


SHOPS = (
    Way(LAGOS, "Dispatch rider", 1500, (1, 2), free_from=50_000),
    Way(LAGOS, "Same-day rider", 4000, (0, 1)),
    Way(SOUTH_WEST, "Courier by road", 2500, (2, 4), free_from=50_000),
    Way(REST, "Courier by road", 3500, (3, 6), free_from=75_000),
    Way(REST, "Courier by air", 6500, (1, 3)),
    Way(DIASPORA, "DHL Express", 45_000, (4, 8), free_from=500_000),
)
ATELIERS = (
    Way(LAGOS, "Atelier rider", 2000, (1, 2), free_from=40_000),
    Way(
        LAGOS,
        "Fitting room",
        0,
        (1, 3),
        collected_at="18 Adeniran Ogunsanya Street, Surulere, Mondays to Saturdays, 10 to 18",
    ),
)


@transaction.atomic
def open_ways(shops: Mapping[str, VendorRef]) -> int:
    """Set the ways of a shop that has no zones yet; return how many. What staff remove stays so."""
    if delivery.zones_of(None):
        return 0
    zones = _draw_zones()
    _set(SHOPS, None, zones)
    first = shops.get(FIRST_SHOP)
    if first is None:
        return len(SHOPS)
    _set(ATELIERS, first.id, zones)
    return len(SHOPS) + len(ATELIERS)


def _draw_zones() -> dict[str, ZoneId]:
    named = {LAGOS, *YORUBA}
    places: dict[str, tuple[list[str], list[str]]] = {
        LAGOS: (["NG"], [LAGOS]),
        SOUTH_WEST: (["NG"], list(YORUBA)),
        REST: (["NG"], [state for state in customers.states() if state not in named]),
        DIASPORA: (["GB", "US"], []),
    }
    return {
        name: delivery.save_zone(
            within=None, actor_id=None, name=name, countries=countries, states=states
        ).id
        for name, (countries, states) in places.items()
    }


def _set(ways: Sequence[Way], owner: VendorId | None, zones: Mapping[str, ZoneId]) -> None:
    for way in ways:
        delivery.save_method(
            within=None,
            actor_id=None,
            owner=owner,
            zone_id=zones[way.zone],
            kind=MethodKind.PICKUP if way.collected_at else MethodKind.COURIER,
            name=way.name,
            fee=_naira(way.fee),
            free_from=None if way.free_from is None else _naira(way.free_from),
            min_days=way.days[0],
            max_days=way.days[1],
            pickup_address=way.collected_at,
        )


def _naira(amount: int) -> Money:
    return Money(amount * KOBO, settings.DEFAULT_CURRENCY)
