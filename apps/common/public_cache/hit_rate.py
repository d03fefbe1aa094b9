"""How many public answers were read, and how many were there already."""

from dataclasses import dataclass

from redis.exceptions import RedisError

from apps.common.days import Days, today
from apps.common.integrations.tally import Tally

# By day and outcome. Nobody takes from it: five figures a day stay in Redis until it forgets.
OUTCOMES = Tally("public-answers")
_KEPT = frozenset({"hit", "shared-hit", "joined"})


@dataclass(frozen=True, slots=True)
class Answered:
    """Public answers of some days, and how many of them cost the database nothing."""

    total: int
    kept: int

    @property
    def hit_rate_bp(self) -> int | None:
        """The share of `kept` in basis points; None where there were no answers."""
        return self.kept * 10_000 // self.total if self.total else None


def note_outcome(outcome: str) -> None:
    """Count an answer: hit, shared-hit (from Redis), joined (another's read), miss or off."""
    OUTCOMES.add(today().isoformat(), outcome)


def answered(days: Days) -> Answered | None:
    """Count the answers of these days, to two seconds ago; None while Redis is away."""
    try:
        counts = OUTCOMES.counts()
    except RedisError:
        return None
    span = {day.isoformat() for day in days}
    found = {pair: count for pair, count in counts.items() if pair[0] in span}
    kept = sum(count for (_, outcome), count in found.items() if outcome in _KEPT)
    return Answered(sum(found.values()), kept)
