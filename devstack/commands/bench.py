"""`bench NAME`: measurements that print a table with their reference beside them."""

import importlib

from devstack.errors import Refusal
from devstack.paths import PROJECT, Home


def bench(home: Home, name: str, words: list[str]) -> int:
    """Run `benchmarks/NAME/command.py`; its exit code.

    Raises:
        Refusal: there is no benchmark of that name.
    """
    folders = (PROJECT / "benchmarks").glob("*/command.py")
    known = sorted(path.parent.name.replace("_", "-") for path in folders)
    if name not in known:
        raise Refusal(f"Which benchmark? Known: {', '.join(known)}.")
    code: int = importlib.import_module(f"benchmarks.{name.replace('-', '_')}.command").run(
        home, words
    )
    return code
