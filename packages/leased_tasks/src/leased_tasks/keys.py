"""Names in Redis. All keys of one queue share a hash tag, so a cluster keeps them together."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueueKeys:
    """The keys of one queue of one backend alias."""

    prefix: str
    alias: str
    queue: str

    @property
    def base(self) -> str:
        """What every key of this queue begins with."""
        return f"lt:{{{self.prefix}:{self.alias}:{self.queue}}}"

    @property
    def fixed(self) -> tuple[str, ...]:
        """What each queue script gets as KEYS, in the order that `common.lua` expects."""
        base = self.base
        return f"{base}:ready", f"{base}:delayed", f"{base}:lease", f"{base}:seq"

    @property
    def wake(self) -> str:
        """The list on which an idle worker waits for the marker."""
        return f"{self.base}:wake"


def worker_keys(prefix: str, worker_id: str) -> tuple[str, str]:
    """Return the set of all workers and the hash of one."""
    everyone = f"lt:{{{prefix}:workers}}"
    return everyone, f"{everyone}:{worker_id}"
