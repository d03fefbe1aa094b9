"""What the program's own database role may do: everything it needs, nothing that rewrites history.

Triggers refuse changes to everybody, but who owns a table can drop its triggers. So the owner
migrates, and the program connects as a role that owns nothing.
"""

from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

_EVERYWHERE = """
GRANT USAGE ON SCHEMA {schema} TO {role};
REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role};
"""
_NARROWED = """
REVOKE ALL ON TABLE {tables} FROM {role};
GRANT {rights} ON TABLE {tables} TO {role};
"""
_MAY_BECOME_AN_OWNER = """
SELECT DISTINCT tableowner FROM pg_tables
WHERE schemaname = current_schema() AND pg_has_role(%s, tableowner, 'MEMBER')
"""


class NotARole(ValueError):
    """The role cannot be the program's: it is not there, or it owns what it shall not change."""


@transaction.atomic
def grant(role: str) -> None:
    """Give a role what the program needs. Run it again after each migration.

    Raises:
        NotARole: there is no such role, or it owns tables (a superuser owns all).
    """
    _refuse_owners(role)
    _run(_EVERYWHERE, role)
    _narrow(role, settings.APPEND_ONLY_TABLES, "SELECT, INSERT")
    _narrow(role, settings.READ_ONLY_TABLES, "SELECT")


def _refuse_owners(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
        if cursor.rowcount == 0:
            raise NotARole(f"There is no role {role}. CREATE ROLE {role} LOGIN PASSWORD '…' first.")
        cursor.execute(_MAY_BECOME_AN_OWNER, [role])
        if owners := [owner for (owner,) in cursor]:
            raise NotARole(
                f"{role} has the rights of {', '.join(owners)}, who owns the tables: no grant "
                "binds an owner or a superuser."
            )


def _narrow(role: str, tables: list[str], rights: str) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, tables))
    _run(_NARROWED, role, tables=names, rights=sql.SQL(rights))


def _run(statements: str, role: str, **parts: sql.Composable) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        (schema,) = cursor.fetchone()
        cursor.execute(
            sql.SQL(statements).format(
                role=sql.Identifier(role), schema=sql.Identifier(schema), **parts
            )
        )
