"""What PostgreSQL does for each read: its statements, again under EXPLAIN (ANALYZE, BUFFERS)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from psycopg import ClientCursor

_SESSIONS = ("django_session", "authentication_user", "django_content_type", "django_admin_log")


@dataclass
class Plan:
    """One statement; times in milliseconds, buffers are pages of 8 kB."""

    text: str
    milliseconds: float
    rows: int
    buffers: int
    thrown: int = 0
    indexes: list[str] = field(default_factory=list)
    scans: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)


def plans_of(run: Callable[[], object]) -> list[Plan]:
    """Run a read, then each of its statements under EXPLAIN, the slowest first."""
    found = [_explained(text, values) for text, values in asked_by(run)]
    return sorted(found, key=lambda plan: -plan.milliseconds)


def asked_by(run: Callable[[], object]) -> list[tuple[str, Any]]:
    """The statements of a read with their values; those of sessions and rights are left out."""
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, text: str, values: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        if text.lstrip("( \n").upper().startswith(("SELECT", "WITH")):
            asked.append((text, values))
        return execute(text, values, many, context)

    run()  # caches and compiled statements are there before anything counts
    with connection.execute_wrapper(note):
        run()
    return [one for one in asked if not any(table in one[0] for table in _SESSIONS)]


def literal(text: str, values: Any) -> str:
    """A statement with its values written in."""
    with connection.cursor() as cursor:
        plain = cursor.connection
    return str(ClientCursor(plain).mogrify(text, values))


def _explained(text: str, values: Any) -> Plan:
    asked = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {text}"
    with connection.cursor() as cursor:
        cursor.execute(asked, values)  # brings its pages into memory
        cursor.execute(asked, values)
        told = cursor.fetchone()[0][0]
    top = told["Plan"]
    plan = Plan(
        text=text,
        milliseconds=told["Execution Time"] + told["Planning Time"],
        rows=top["Actual Rows"],
        buffers=top["Shared Hit Blocks"] + top["Shared Read Blocks"],
    )
    for depth, node in _nodes(top):
        _describe(plan, depth, node)
    return plan


def _nodes(node: dict[str, Any], depth: int = 0) -> Iterator[tuple[int, dict[str, Any]]]:
    yield depth, node
    for child in node.get("Plans", ()):
        yield from _nodes(child, depth + 1)


def _describe(plan: Plan, depth: int, node: dict[str, Any]) -> None:
    kind, index, table = node["Node Type"], node.get("Index Name"), node.get("Relation Name")
    if index:
        plan.indexes.append(index)
    if kind == "Seq Scan":
        plan.scans.append(str(table))
    where = index or table or ""
    read = int(node["Actual Rows"] * node["Actual Loops"])
    thrown = int(node.get("Rows Removed by Filter", 0) * node["Actual Loops"])
    plan.thrown += thrown
    lost = f", {thrown:,} thrown away" if thrown else ""
    plan.steps.append(f"{'  ' * depth}{kind}{' ' + where if where else ''}: {read:,} rows{lost}")
