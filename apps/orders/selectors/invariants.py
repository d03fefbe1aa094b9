"""What must hold over orders, stock, money and coupons at every moment, each as one statement.

They read the neighbours' tables, and no door of theirs: a door may have the fault that is sought.
PostgreSQL does the adding up, so memory does not grow with the shop. Every check holds after each
single commit; what follows by an event a moment later is not asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import connection

from apps.orders.selectors.invariant_texts import COUPONS, MONEY, ORDERS, STOCK

SHOWN = 20  # of each check; more are counted

# Each statement answers one row a fault: what it is about, and what is wrong with it.
CHECKS: Mapping[str, str] = MappingProxyType({**STOCK, **MONEY, **COUPONS, **ORDERS})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that must not be."""

    check: str
    subject: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.check}: {self.subject}: {self.sentence}"


def faults() -> Iterator[Fault]:
    """Run every check; yield at most 20 faults of each, and how many there are besides.

    A caller who wants all checks to see one moment opens a REPEATABLE READ transaction.
    """
    for name, statement in CHECKS.items():
        yield from _faults_of(name, statement)


def _faults_of(name: str, statement: str) -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT subject::text, sentence, count(*) OVER () "  # noqa: S608 -- our own text
            f"FROM ({statement}) AS found LIMIT {SHOWN}"
        )
        rows = cursor.fetchall()
    for subject, sentence, _ in rows:
        yield Fault(name, subject, sentence)
    if rows and rows[0][2] > SHOWN:
        yield Fault(name, "and more", f"{rows[0][2]} in all")
