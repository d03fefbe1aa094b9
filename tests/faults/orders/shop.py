"""The shop that every life begins with: made once, committed, and never changed by a life."""

from dataclasses import dataclass
from typing import Self

from django.db import connection

from apps.authentication.models import User
from apps.common.outbox.testing import deliver_events
from apps.orders.contracts import Party
from apps.orders.selectors.invariants import CHECKS
from apps.orders.tests.factories import new_buyer, new_variant
from apps.products.models import Variant
from apps.promotions.models import Coupon
from apps.promotions.tests.factories import CouponFactory
from apps.vendors.tests.factories import VendorFactory

STOCK = 3
EVERY_CHECK = " UNION ALL ".join(
    f"SELECT '{name.replace("'", "''")}', subject::text, sentence FROM ({text}) AS found"  # noqa: S608 -- our own text
    for name, text in CHECKS.items()
)
# A life leaves nothing but dead rows; without this each would be slower than the one before.
LIVES_BEFORE_SWEEPING = 50


@dataclass
class Shop:
    """Three variants of two vendors, three units each, a coupon for two, two buyers."""

    goods: list[Variant]
    buyers: list[User]
    coupon: Coupon
    staff: Party
    lives: int = 0

    @classmethod
    def open(cls) -> Self:
        """Commit the shop, and have PostgreSQL plan the invariants once."""
        vendors = [VendorFactory.create(owner=new_buyer()) for _ in range(2)]
        goods = [new_variant(stock=STOCK, vendor=vendors[n % 2]) for n in range(3)]
        coupon = CouponFactory.create(total_limit=2, per_buyer_limit=1, percent_bp=3333)
        made = cls(goods, [new_buyer(), new_buyer()], coupon, Party.staff(new_buyer().pk))
        deliver_events()
        _run(
            "CREATE OR REPLACE FUNCTION pg_temp.every_check() RETURNS SETOF record "
            f"LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY {EVERY_CHECK}; END $$"
        )
        return made

    def enter(self) -> None:
        """Another life begins."""
        if self.lives % LIVES_BEFORE_SWEEPING == 0:
            _run("VACUUM")
        self.lives += 1


def found_wrong() -> list[tuple[str, str, str]]:
    """All that `invariants.faults` would find, in one statement: check, subject, sentence."""
    with connection.cursor() as cursor:
        # A function keeps its plan; psycopg forgets prepared statements after each ROLLBACK.
        cursor.execute(
            "SELECT * FROM pg_temp.every_check() AS (name text, subject text, sentence text)"
        )
        return list(cursor.fetchall())


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
