"""Databases of the test cluster: a migrated template that test processes copy in 40 ms."""

import psycopg
from psycopg.sql import SQL, Identifier

PREFIX = "template_"


def url_of(server: str, database: str) -> str:
    """The address of another database on the same server."""
    return f"{server.rsplit('/', 1)[0]}/{database}"


def template_exists(server: str, name: str) -> bool:
    """Whether this template was migrated to its end."""
    with psycopg.connect(url_of(server, "postgres")) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None


def keep_only_template(server: str, name: str, *, renamed_from: str | None = None) -> None:
    """Drop every other template; create this one, or give a finished draft its name."""
    with psycopg.connect(url_of(server, "postgres"), autocommit=True) as connection:
        rows = connection.execute("SELECT datname FROM pg_database").fetchall()
        for (database,) in rows:
            if database.startswith(PREFIX) and database != renamed_from:
                connection.execute(
                    SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(database))
                )
        if renamed_from:
            words = (Identifier(renamed_from), Identifier(name))
            connection.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(*words))
        else:
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
