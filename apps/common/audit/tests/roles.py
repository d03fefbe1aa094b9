"""A database role of the program's own, for the length of a test."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper


@dataclass(frozen=True)
class Login:
    """A role that may connect."""

    name: str
    password: str

    def connect(self) -> psycopg.Connection[Any]:
        """Connect as it."""
        own = connection.get_connection_params() | {"user": self.name, "password": self.password}
        wanted = ("host", "port", "dbname", "user", "password")
        return psycopg.connect(**{key: own[key] for key in wanted if own.get(key)})


@contextmanager
def app_role() -> Iterator[Login]:
    """Make a role and let it run the program."""
    made = Login(f"app_{secrets.token_hex(6)}", secrets.token_hex(16))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {made.name} LOGIN PASSWORD '{made.password}'")
    call_command("grant_app_role", made.name, verbosity=0)
    try:
        yield made
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP OWNED BY {made.name}; DROP ROLE {made.name}")


@contextmanager
def connected_as(login: Login) -> Iterator[None]:
    """Everything that Django asks of the database here, it asks as this role."""
    words = {
        "USER": login.name,
        "PASSWORD": login.password,
        "OPTIONS": settings.DATABASES["default"]["OPTIONS"] | {"pool": False},
    }
    owner, narrow = (
        connections["default"],
        DatabaseWrapper(connection.settings_dict | words, "default"),
    )
    connections["default"] = narrow
    try:
        yield
    finally:
        narrow.close()
        connections["default"] = owner
