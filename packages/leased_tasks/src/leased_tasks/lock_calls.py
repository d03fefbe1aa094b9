"""What can be done with a lock, as script calls."""

from dataclasses import dataclass

from leased_tasks.calls import Call

# For so long a lock remembers its last token. A clock set back by less cannot make tokens fall.
_MEMORY_MS = 7 * 86_400_000


@dataclass(frozen=True, slots=True)
class LockKeys:
    """The keys of one lock: all in one slot, shared by every alias with the same prefix."""

    prefix: str
    name: str

    @property
    def holder(self) -> str:
        """Who holds the lock; expires with the lease."""
        return f"{self._base}:holder"

    @property
    def token(self) -> str:
        """The last token."""
        return f"{self._base}:token"

    @property
    def freed(self) -> str:
        """The list on which waiting callers wait for the marker."""
        return f"{self._base}:freed"

    @property
    def _base(self) -> str:
        return f"lt:{{{self.prefix}:lock:{self.name}}}"


@dataclass(frozen=True, slots=True)
class Answer:
    """A token; or 0, and the seconds until the holder's lease ends."""

    token: int
    held_for: float


@dataclass(frozen=True, slots=True)
class Claim:
    """One owner's claim to a lock; each method describes one script call.

    Attributes:
        keys: of the lock.
        owner: a text that nobody else has, so that a call sent twice does no harm.
        ttl: the lease, in seconds.
    """

    keys: LockKeys
    owner: str
    ttl: float

    def acquire(self) -> Call[Answer]:
        """Take the lock if it is free."""
        return Call(
            "lock_acquire",
            [self.keys.holder, self.keys.token, self.keys.freed],
            [self.owner, self._ttl_ms, _MEMORY_MS],
            lambda answer: Answer(int(answer[0]), int(answer[1]) / 1000),
        )

    def renew(self) -> Call[bool]:
        """Start the lease anew; false if the lock is not the owner's any more."""
        return Call("lock_renew", [self.keys.holder], [self.owner, self._ttl_ms], bool)

    def release(self) -> Call[bool]:
        """Give the lock back; false if it is not the owner's any more."""
        return Call("lock_release", [self.keys.holder, self.keys.freed], [self.owner], bool)

    @property
    def _ttl_ms(self) -> int:
        return round(self.ttl * 1000)
