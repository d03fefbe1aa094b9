"""What has been loaded and what was set aside, in a PostgreSQL schema of the tool's own.

The shop knows nothing of it; `load_catalogue --remove` drops it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction

_TABLES = """
CREATE SCHEMA loaded_catalogue;
CREATE TABLE loaded_catalogue.load (seed int, vendors int);
CREATE TABLE loaded_catalogue.batch (first int PRIMARY KEY, last int);
CREATE TABLE loaded_catalogue.made (kind text, id uuid, PRIMARY KEY (kind, id));
CREATE TABLE loaded_catalogue.aside (
    id int GENERATED ALWAYS AS IDENTITY, name text, definition text, is_index boolean);
"""
type Range = tuple[int, int]


class LoadRefused(Exception):
    """The command cannot do what was asked; says why in one sentence."""


@dataclass(frozen=True)
class Load:
    """The catalogue that a database holds: its seed, its vendors, the numbers of its products."""

    seed: int
    vendors: int
    batches: tuple[Range, ...]

    @property
    def products(self) -> int:
        """How many are loaded."""
        return sum(last - first + 1 for first, last in self.batches)


def known_load() -> Load | None:
    """What stands in the books, None without any."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('loaded_catalogue.load') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return None
        cursor.execute("SELECT seed, vendors FROM loaded_catalogue.load")
        seed, vendors = cursor.fetchone()
        cursor.execute("SELECT first, last FROM loaded_catalogue.batch ORDER BY first")
        return Load(seed, vendors, tuple(cursor.fetchall()))


@transaction.atomic
def open_books(seed: int, vendors: int) -> Load:
    """Begin a load."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        cursor.execute("INSERT INTO loaded_catalogue.load VALUES (%s, %s)", [seed, vendors])
    return Load(seed, vendors, ())


def note_batch(batch: Range) -> None:
    """Note it in the transaction that loads it."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO loaded_catalogue.batch VALUES (%s, %s)", batch)


def note_made(kind: str, ids: Iterable[str]) -> None:
    """Note rows that only this load needed; `--remove` takes them along."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO loaded_catalogue.made VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [(kind, one) for one in ids],
        )


def close_books() -> None:
    """Forget the load."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA loaded_catalogue CASCADE")


def missing(load: Load, wanted: int, size: int) -> list[Range]:
    """The batches that are still to be loaded, at most `size` products each."""
    done = dict(load.batches)
    found, number = [], 1
    while number <= wanted:
        if number in done:
            number = done[number] + 1
            continue
        following = min((first for first in done if first > number), default=wanted + 1)
        last = min(number + size - 1, wanted, following - 1)
        found.append((number, last))
        number = last + 1
    return found
