"""Rules of the house that neither ruff nor the import contracts can see.

Run `python -m tools.house_lints` for the whole tree; `tests/architecture` runs the same rules, each
also over a bad sample. A rule is a function from a parsed file to what it found.
"""

import ast
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
LINTED = ("apps", "backend", "devstack", "packages", "tests", "tools", "benchmarks")
MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40
MONEY_DOMAINS = {
    "cart",
    "delivery",
    "inventory",
    "ledger",
    "orders",
    "payments",
    "promotions",
    "vendors",
}
MONEY_FILES = {"apps/products/rules.py", "apps/common/money.py"}
OPEN_LABELS = {"common"}  # the floor: everyone may use its models
MODEL_SIGNALS = {
    "pre_init",
    "post_init",
    "pre_save",
    "post_save",
    "pre_delete",
    "post_delete",
    "m2m_changed",
}
STATE_FIELDS = {"status", "state"}
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Finding:
    """One broken rule at one line."""

    path: str
    line: int
    rule: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.sentence}"


@dataclass(frozen=True)
class Source:
    """One Python file; `path` is relative to the root and uses slashes."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.text)

    @property
    def domain(self) -> str | None:
        """The domain that owns the file, None outside `apps/<domain>/`."""
        top, *rest = PurePosixPath(self.path).parts
        return rest[0] if top == "apps" and rest[1:] else None

    @property
    def is_test(self) -> bool:
        """Whether the file belongs to a test suite."""
        return "tests" in PurePosixPath(self.path).parts or self.path.endswith("conftest.py")

    def finding(self, node: ast.AST, rule: str, sentence: str) -> Finding:
        """A finding at the line of `node`."""
        return Finding(self.path, getattr(node, "lineno", 1), rule, sentence)


type Rule = Callable[[Source], Iterator[Finding]]


def small_files(source: Source) -> Iterator[Finding]:
    """A file stays under 300 lines."""
    lines = len(source.text.splitlines())
    if lines >= MAX_FILE_LINES:
        yield Finding(source.path, lines, "small-files", f"{lines} lines; split it by subject")


def small_functions(source: Source) -> Iterator[Finding]:
    """A function stays under 40 lines, its docstring not counted."""
    for node in ast.walk(source.tree):
        if isinstance(node, Function) and (lines := _lines_of(node)) >= MAX_FUNCTION_LINES:
            sentence = f"{node.name} has {lines} lines; name its parts"
            yield source.finding(node, "small-functions", sentence)


def no_floats_in_money(source: Source) -> Iterator[Finding]:
    """Money is integer minor units: no float literal, call, annotation or column."""
    is_money = source.domain in MONEY_DOMAINS or source.path in MONEY_FILES
    if source.is_test or not is_money:
        return
    for node in ast.walk(source.tree):
        named = _last_name(node) in {"float", "FloatField"}
        if named or (isinstance(node, ast.Constant) and isinstance(node.value, float)):
            yield source.finding(node, "no-floats-in-money", "use integer minor units or Decimal")


def keys_across_domains(source: Source) -> Iterator[Finding]:
    """A relation to a neighbour is a string reference, PROTECT, and unseen from there."""
    if source.domain is None or source.is_test:
        return
    neighbours = _classes_of_neighbours(source)
    for node in ast.walk(source.tree):
        if not (isinstance(node, ast.Call) and _last_name(node.func) in RELATIONS):
            continue
        target = _argument(node, 0, "to")
        if _last_name(target) in neighbours:
            yield source.finding(node, "keys-across-domains", 'name the model: "domain.Model"')
        elif _is_foreign(target, source.domain):
            yield from _check_foreign_key(source, node)


def no_model_trespass(source: Source) -> Iterator[Finding]:
    """Nobody fetches a neighbour's model by its name."""
    if source.domain is None or source.domain in OPEN_LABELS or source.is_test:
        return
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call):
            continue
        name = _last_name(node.func)
        label = _text(_argument(node, 0, "app_label")) if name == "get_model" else None
        own = label is not None and label.split(".")[0] == source.domain
        user = name == "get_user_model" and source.domain != "authentication"
        if user or (name == "get_model" and not own):
            yield source.finding(node, "no-model-trespass", "ask the neighbour's facade")


def no_model_signals(source: Source) -> Iterator[Finding]:
    """Facts travel as events through the outbox, not as signals of ours."""
    if not source.path.startswith("apps/"):
        return
    for node in ast.walk(source.tree):
        imported = {a.name for a in node.names} if isinstance(node, ast.ImportFrom) else set()
        defined = isinstance(node, ast.Call) and _last_name(node.func) in {"Signal", "ModelSignal"}
        attribute = isinstance(node, ast.Attribute) and node.attr in MODEL_SIGNALS
        if imported & MODEL_SIGNALS or defined or attribute:
            yield source.finding(node, "no-model-signals", "publish an event instead")


def states_move_in_services(source: Source) -> Iterator[Finding]:
    """A status changes only in `services/`, where its transition table is asked."""
    parts = PurePosixPath(source.path).parts
    outside = source.domain is None or source.domain == "common" or source.is_test
    if outside or "services" in parts:
        return
    for node in ast.walk(source.tree):
        if _assigns_state(node) or _updates_state(node):
            yield source.finding(node, "states-move-in-services", "call the service that moves it")


RULES: tuple[Rule, ...] = (
    small_files,
    small_functions,
    no_floats_in_money,
    keys_across_domains,
    no_model_trespass,
    no_model_signals,
    states_move_in_services,
)


def sources(root: Path = ROOT) -> Iterator[Source]:
    """Every Python file of ours, without migrations and data."""
    for folder in LINTED:
        for path in sorted((root / folder).rglob("*.py")):
            relative = path.relative_to(root)
            if not {"migrations", "data", ".venv"} & set(relative.parts):
                yield Source(relative.as_posix(), path.read_text(encoding="utf-8"))


def lint(root: Path = ROOT) -> list[Finding]:
    """Run every rule over the tree."""
    return [finding for source in sources(root) for rule in RULES for finding in rule(source)]


def _lines_of(function: Function) -> int:
    last = function.end_lineno or function.lineno
    first = function.body[0]
    has_docstring = ast.get_docstring(function, clean=False) is not None
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if has_docstring else 0
    return last - function.lineno + 1 - docstring


def _last_name(node: ast.AST | None) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else None


def _text(node: ast.AST | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    named = (keyword.value for keyword in call.keywords if keyword.arg == name)
    return next(named, call.args[position] if len(call.args) > position else None)


def _classes_of_neighbours(source: Source) -> set[str]:
    """Names imported from a neighbour's module."""
    names = set()
    for node in ast.walk(source.tree):
        module = (node.module or "").split(".") if isinstance(node, ast.ImportFrom) else []
        if len(module) > 1 and module[0] == "apps" and module[1] not in {source.domain, "common"}:
            names |= {alias.asname or alias.name for alias in getattr(node, "names", [])}
    return names


def _is_foreign(target: ast.expr | None, domain: str) -> bool:
    if _last_name(target) == "AUTH_USER_MODEL":
        return domain != "authentication"
    label, dot, _ = (_text(target) or "").partition(".")
    return bool(dot) and label not in {domain, *OPEN_LABELS}


def _check_foreign_key(source: Source, call: ast.Call) -> Iterator[Finding]:
    rule = "keys-across-domains"
    if _last_name(call.func) == "ManyToManyField":
        yield source.finding(call, rule, "make the link a model of its own, with PROTECT")
        return
    if _last_name(_argument(call, 1, "on_delete")) != "PROTECT":
        yield source.finding(call, rule, "on_delete must be PROTECT")
    if _text(_argument(call, 99, "related_name")) != "+":
        yield source.finding(call, rule, 'related_name must be "+"')


def _assigns_state(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and _last_name(node.func) == "setattr":
        return _text(_argument(node, 1, "name")) in STATE_FIELDS
    is_stored = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    return is_stored and _last_name(node) in STATE_FIELDS


def _updates_state(node: ast.AST) -> bool:
    is_update = isinstance(node, ast.Call) and _last_name(node.func) in {"update", "aupdate"}
    keywords = node.keywords if is_update and isinstance(node, ast.Call) else []
    return any(keyword.arg in STATE_FIELDS for keyword in keywords)


def main() -> int:
    """Print what was found; 1 if anything was."""
    found = lint()
    for finding in found:
        print(finding)
    print(f"house lints: {len(found)} found" if found else "house lints: ok")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
