"""The Lua scripts, read once a process, and their names in Redis."""

from functools import cache
from hashlib import sha1
from importlib.resources import files

_COMMON = "common"


@cache
def source(name: str) -> str:
    """Return a script's text, what all queue scripts share (`common.lua`) first."""
    folder = files("leased_tasks") / "lua"
    text = (folder / f"{name}.lua").read_text(encoding="utf-8")
    if name.startswith(("lock_", "worker_")):
        return text
    return (folder / f"{_COMMON}.lua").read_text(encoding="utf-8") + text


@cache
def sha(name: str) -> str:
    """Return the SHA-1 by which Redis knows the script (its naming, not our security)."""
    return sha1(source(name).encode(), usedforsecurity=False).hexdigest()
