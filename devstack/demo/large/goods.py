"""Products out of a seed: number 4711 of seed 7 is the same on every machine, in every load."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from random import Random

from devstack.demo.large.words import Group, slug_of, words

UNTIL = datetime(2026, 11, 1, tzinfo=UTC)  # fixed, or two loads would differ
SPREAD_MS = 2 * 365 * 24 * 3600 * 1000
NULL = r"\N"
_STEP = 500 * 100  # prices are whole 500 naira
_TONES = {True: (2, 3, 4), False: (1, 1, 2)}  # how many colours: what has one size has more
type Row = tuple[str, ...]


@dataclass(frozen=True)
class Shelves:
    """Ids of what products stand in, as text; vendors from the busiest to the quietest."""

    vendors: Sequence[str]
    categories: Sequence[str]  # one for each group of words
    brands: Sequence[str]
    collections: Sequence[str]
    pictures: int


class Maker:
    """Makes the rows of the stage, in the order of its columns (`stage.py`)."""

    def __init__(self, seed: int, shelves: Shelves) -> None:
        self._seed, self._shelves, self._words = seed, shelves, words()
        self._groups = list(accumulate(group.weight for group in self._words.groups))
        # The busiest vendor has some forty times the goods of the quietest.
        count = len(shelves.vendors)
        self._vendors = list(accumulate(1 / (rank + count / 40 + 1) for rank in range(count)))
        self._brands = list(accumulate(1 / (rank + 1) for rank in range(len(shelves.brands))))
        # One collection is a fiftieth of the shop, the next a third of that, and so on.
        self._collections = [(one, 0.02 / 3**rank) for rank, one in enumerate(shelves.collections)]

    def rows(self, first: int, last: int) -> Iterator[Row]:
        """The products of these numbers, both included."""
        for number in range(first, last + 1):
            yield self._row(number)

    def _row(self, number: int) -> Row:
        dice = Random(self._seed * 10**10 + number)
        at = dice.choices(range(len(self._groups)), cum_weights=self._groups)[0]
        group = self._words.groups[at]
        made_at = int(UNTIL.timestamp() * 1000) - int(SPREAD_MS * dice.random() ** 1.3)
        shelves = self._shelves
        vendor = dice.choices(shelves.vendors, cum_weights=self._vendors)[0]
        cloth, garment = dice.choice(group.cloths), dice.choice(group.garments)
        tones = dice.sample(self._words.colours, dice.choice(_TONES[len(group.sizes) == 1]))
        title = self._title(dice, cloth, garment, tones[0][0])
        return (
            str(number),
            _uuid7(made_at, dice.getrandbits(74)),
            vendor,
            shelves.categories[at],
            dice.choices(shelves.brands, cum_weights=self._brands)[0]
            if dice.random() < 0.7
            else NULL,
            title,
            f"{slug_of(title)}-{number:07d}",
            self._description(dice, cloth, garment),
            self._tags(dice, cloth),
            *self._life(dice, made_at),
            *_cells(dice, group, tones),
            *_rating(dice),
            _array(str(dice.randrange(shelves.pictures)) for _ in range(dice.choice((1, 1, 2, 3)))),
            _array(one for one, share in self._collections if dice.random() < share),
        )

    def _title(self, dice: Random, cloth: str, garment: str, colour: str) -> str:
        known = self._words
        match dice.randrange(6):
            case 0:
                return f"{dice.choice(known.places)} {cloth} {garment}"
            case 1:
                return f"{dice.choice(known.styles)} {cloth} {garment}"
            case 2:
                return f"{dice.choice(known.styles)} {garment} with {dice.choice(known.details)}"
            case 3:
                return f"{cloth} {garment} for {dice.choice(known.occasions)}"
            case 4:
                return f"{colour} {cloth} {garment}"
            case _:
                name, style = dice.choice(known.names), dice.choice(known.styles)
                return f"{name} {style} {cloth} {garment}"

    def _description(self, dice: Random, cloth: str, garment: str) -> str:
        told = dice.sample(self._words.sentences, dice.randint(0, 2))
        place = dice.choice(self._words.places)
        first = f"{garment} in {cloth.lower()}, made in {place}."
        return f"<p>{' '.join([first, *told])}</p>"

    def _tags(self, dice: Random, cloth: str) -> str:
        return _array(
            dict.fromkeys([cloth.lower(), *dice.sample(self._words.tags, dice.randint(1, 4))])
        )

    def _life(self, dice: Random, made_at: int) -> Row:
        """Status, when it was made, when it came into the shop (milliseconds)."""
        luck = dice.random()
        status = "published" if luck < 0.88 else "draft" if luck < 0.95 else "archived"
        shown = made_at + dice.randrange(3_600_000, 48 * 3_600_000)
        return status, str(made_at), NULL if status == "draft" else str(shown)


def _cells(dice: Random, group: Group, tones: Sequence[tuple[str, str]]) -> Row:
    """Sizes and colours; then size, colour, swatch, prices and stock of its 2 to 6 variants."""
    start = dice.randrange(max(1, len(group.sizes) - 3))
    run = group.sizes[start : start + dice.choice((2, 2, 3, 3))]
    cells = [(size, tone) for tone in tones for size in run]
    price = _price(dice, group)
    sale = _lowered(dice, price) if dice.random() < 0.2 else NULL
    is_gone = dice.random() < 0.08
    return (
        _array(run),
        _array(name for name, _ in tones),
        _array(size for size, _ in cells),
        _array(name for _, (name, _) in cells),
        _array(code for _, (_, code) in cells),
        str(price),
        sale,
        _array("0" if is_gone or dice.random() < 0.15 else str(dice.randint(1, 40)) for _ in cells),
    )


def _price(dice: Random, group: Group) -> int:
    """Many cheap ones, a few dear ones."""
    price = group.lowest + int((group.highest - group.lowest) * dice.random() ** 2.5)
    return price - price % _STEP or _STEP


def _lowered(dice: Random, price: int) -> str:
    lower = int(price * dice.choice((70, 75, 80, 85, 90)) / 100)
    return str(max(lower - lower % 10_000, 10_000))


def _rating(dice: Random) -> Row:
    """Its average in hundredths, how many reviews, and how often it was asked for."""
    asked = str(int(40 / (dice.random() + 0.001)))
    if dice.random() < 0.45:
        return "0", "0", asked
    count = int(1 / (dice.random() + 0.002))
    return str(min(500, max(100, int(dice.gauss(430, 45))))), str(count), asked


def _uuid7(milliseconds: int, rest: int) -> str:
    """A UUIDv7 of that moment; `rest` is its 74 bits of chance."""
    high, low = rest >> 62, rest & (1 << 62) - 1
    return f"{milliseconds << 80 | 7 << 76 | high << 64 | 2 << 62 | low:032x}"


def _array(words: Iterable[str]) -> str:
    """An array in COPY's text; our words hold neither quotes nor backslashes."""
    joined = '","'.join(words)
    return f'{{"{joined}"}}' if joined else "{}"
