"""Pure arithmetic of money that goes back."""

from collections.abc import Sequence

from apps.common.money import Money


def worth_of_units(units: int, *, paid: Money, quantity: int, given_back: int) -> Money:
    """What was paid for the next units of a line that are given back.

    The first k of n units are worth the floor of paid * k / n, so that all units add up to what was
    paid, in whatever portions they come back, and no unit differs by more than one minor unit.

    Args:
        units: how many come back now.
        paid: what the whole line cost, its share of the discount taken off.
        quantity: units that were bought.
        given_back: units that came back before.

    Raises:
        ValueError: fewer units are left.
    """
    if not 0 < units <= quantity - given_back:
        raise ValueError(f"{units} of {quantity - given_back} units")
    before, after = (paid.minor * count // quantity for count in (given_back, given_back + units))
    return Money(after - before, paid.currency)


def capped(worths: Sequence[Money], left: Money) -> list[Money]:
    """Cut amounts, the first ones last, so that together they are no more than what is left.

    Less is left than the goods were worth where staff gave something back out of goodwill.
    """
    answer = []
    for worth in worths:
        given = min(worth, left)
        answer.append(given)
        left = left - given
    return answer
