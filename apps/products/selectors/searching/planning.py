"""From what was typed to what is asked of PostgreSQL. Pure; `terms` brings what it must know."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from apps.products.folding import singular
from apps.products.selectors.searching.wording import FILLERS, SOFT, Part, Piece

LONGEST_PHRASE = 3
_SHORTEST_PART = 3
type Group = tuple[bool, tuple[str, ...]]  # whether it is one-way, its terms


@dataclass(frozen=True)
class Known:
    """What the vocabulary says of the words at hand."""

    matches: Mapping[str, int]
    groups: Sequence[Group] = ()
    listed: int = 0

    def is_known(self, word: str) -> bool:
        """Whether the catalogue uses the word."""
        return word in self.matches


@dataclass(frozen=True)
class Wanted:
    """One thing that must be found: as typed, or by any other word for it."""

    piece: Piece
    others: tuple[str, ...] = ()

    @property
    def typed(self) -> tuple[str, ...]:
        """The typed words, empty where they are only a size."""
        return () if self.piece.part is Part.SIZE else self.piece.words


@dataclass(frozen=True)
class Asked:
    """A query in PostgreSQL's words. All but `matches` are texts for `to_tsquery`.

    `strict` must be found; `loose` finds any of the words. The other three sort: the typed words
    in the title, in title, brand, kind or house, and other words for them in the title. `matches`
    guesses how many of the `listed` products `strict` finds, `loose_matches` how many `loose`.
    """

    text: str
    strict: str
    loose: str
    in_title: str
    in_labels: str
    alike_in_title: str
    matches: int
    loose_matches: int
    listed: int
    unknown: tuple[str, ...]


def loosened(asked: Asked, pieces: Sequence[Piece], known: Known) -> Asked:
    """Ask for any of the words; those in the title come first."""
    wanted = [*_wanted([piece for piece in pieces if not piece.is_left_out], known)]
    return replace(
        asked,
        strict=asked.loose,
        matches=asked.loose_matches,
        in_title=_any(_typed(one, "A") for one in wanted if one.piece.text not in SOFT),
        in_labels=_any(_typed(one, "AB") for one in wanted),
        alike_in_title=_any(_alike(one) for one in wanted if one.piece.text not in SOFT),
    )


def words_to_look_up(pieces: Iterable[Piece]) -> list[str]:
    """The words, neighbours written as one, and the halves of long words."""
    words = [word for piece in pieces for word in piece.words]
    joined = [one + two for one, two in pairwise(words)]
    pairs = [pair for word in words for pair in (*_splits(word), *_merged(word))]
    halves = [half for pair in pairs for half in pair]
    return [*dict.fromkeys((*words, *joined, *halves))]


def phrases_of(pieces: Sequence[Piece]) -> list[str]:
    """Every run of up to three words, as typed, in the singular and in the plural."""
    words = [piece.text if piece.part is not Part.QUOTE else "" for piece in pieces]
    runs = [
        " ".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + LONGEST_PHRASE, len(words)) + 1)
        if all(words[start:end])
    ]
    forms = ((run, one := singular(run), f"{one}s", f"{one}es") for run in runs)
    return [*dict.fromkeys(form for run in forms for form in run)]


def asked_of(pieces: Sequence[Piece], known: Known) -> Asked | None:
    """Put the query into those words; None if nothing is asked for."""
    wanted = [*_wanted([piece for piece in pieces if not piece.is_left_out], known)]
    left_out = [f"!({_sequence(piece.words)})" for piece in pieces if piece.is_left_out]
    if not wanted:
        return None
    needed = [one for one in wanted if one.piece.text not in SOFT] or wanted
    counts = [_guess(one, known) for one in needed]
    return Asked(
        text=" ".join(piece.text for piece in pieces),
        strict=_all([*map(_found, needed), *left_out]),
        loose=_all([_any(map(_found, needed)), *left_out]),
        in_title=_all(_typed(one, "A") for one in needed),
        in_labels=_all(_typed(one, "AB") for one in wanted),
        alike_in_title=_all(_alike(one) for one in needed),
        matches=min(counts),
        loose_matches=min(sum(counts), known.listed),
        listed=known.listed,
        unknown=tuple(
            one.piece.text
            for one in wanted
            if one.piece.part is Part.WORD and not one.others and not _is_known(one, known)
        ),
    )


def _wanted(pieces: list[Piece], known: Known) -> Iterator[Wanted]:
    """Join words that are one term, the longest first; fillers fall away where others stay."""
    telling = any(piece.text not in FILLERS for piece in pieces)
    place = 0
    while place < len(pieces):
        run, others = _longest_term(pieces[place : place + LONGEST_PHRASE], known)
        words = tuple(word for piece in pieces[place : place + run] for word in piece.words)
        parts = {piece.part for piece in pieces[place : place + run]}
        part = parts.pop() if len(parts) == 1 else Part.WORD
        piece = pieces[place] if run == 1 else Piece(part, words)
        if run > 1 or others or not telling or piece.text not in FILLERS:
            yield Wanted(piece, others)
        place += run


def _longest_term(ahead: list[Piece], known: Known) -> tuple[int, tuple[str, ...]]:
    plain = [piece.part in (Part.WORD, Part.COLOUR) for piece in ahead]
    for run in range(len(ahead), 0, -1):
        if all(plain[:run]):
            text = " ".join(piece.text for piece in ahead[:run])
            if others := _others(text, known):
                return run, others
    if (
        len(ahead) > 1
        and all(plain[:2])
        and known.is_known(joined := ahead[0].text + ahead[1].text)
    ):
        return 2, (joined,)
    return 1, ()


def _others(text: str, known: Known) -> tuple[str, ...]:
    """Every other word for a word or phrase, in the singular or plural."""
    plain = singular(text)
    groups = [
        terms
        for is_one_way, terms in known.groups
        if plain in map(singular, terms[:1] if is_one_way else terms)
    ]
    return tuple(dict.fromkeys(term for terms in groups for term in terms if term != text))


def halves_of(word: str, known: Known) -> tuple[str, ...]:
    """The two known words that a word consists of, if there are; whole ones before merged ones."""
    for choices in (_splits(word), _merged(word)):
        pairs = [pair for pair in choices if all(map(known.is_known, pair))]
        if pairs:
            return max(pairs, key=lambda pair: min(map(known.matches.__getitem__, pair)))
    return ()


def _splits(word: str) -> list[tuple[str, str]]:
    places = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    return [(word[:place], word[place:]) for place in places]


def _merged(word: str) -> list[tuple[str, str]]:
    """Two words written as they are said, the letter between them once: asoke, of aso and oke."""
    places = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 2)
    return [(word[:place], word[place - 1 :]) for place in places]


def _found(one: Wanted) -> str:
    """As typed, by another word, by a mark of size or colour."""
    piece = one.piece
    if piece.part is Part.SIZE:
        return _any(piece.marks)
    if piece.part is Part.COLOUR:
        terms = (piece.text, *one.others)
        return _any(form for term in terms for form in _coloured(term))
    if piece.part is Part.QUOTE:
        return _sequence(piece.words)
    typed = _all(_any([word, f"{word}hue"]) for word in piece.words)
    return _any([typed, *(_sequence(term.split(" ")) for term in one.others), *piece.marks])


def _typed(one: Wanted, weights: str) -> str:
    if one.piece.part is Part.COLOUR:
        return _any(_coloured(one.piece.text))
    if one.piece.part is Part.SIZE or one.piece.marks:
        return ""
    return _all(_any([f"{word}:{weights}", f"{word}hue"]) for word in one.typed)


def _alike(one: Wanted) -> str:
    if one.piece.part is Part.COLOUR or not one.typed or one.piece.marks:
        return _typed(one, "A")
    others = (_sequence(term.split(" "), ":A") for term in one.others)
    return _any([_typed(one, "A"), *others])


def _coloured(term: str) -> list[str]:
    words = term.split(" ")
    return [_together(words, ":AB"), _together(words, "hue")]


def _sequence(words: Sequence[str], tail: str = "") -> str:
    return _joined(" <-> ", (f"{word}{tail}" for word in words))


def _together(words: Sequence[str], tail: str = "") -> str:
    return _joined(" & ", (f"{word}{tail}" for word in words))


def _all(parts: Iterable[str]) -> str:
    return _joined(" & ", parts)


def _any(parts: Iterable[str]) -> str:
    return _joined(" | ", parts)


def _joined(sign: str, parts: Iterable[str]) -> str:
    found = [part for part in dict.fromkeys(parts) if part]
    return found[0] if len(found) == 1 else f"({sign.join(found)})" if found else ""


def _guess(one: Wanted, known: Known) -> int:
    """How many products this finds alone: sizes narrow, but nobody counts them."""
    if one.piece.part is Part.SIZE:
        return _MANY
    terms = [" ".join(one.piece.words), *one.others]
    return sum(min(known.matches.get(word, 0) for word in term.split(" ")) for term in terms)


def _is_known(one: Wanted, known: Known) -> bool:
    return all(map(known.is_known, one.piece.words)) or one.piece.text.isdigit()


_MANY = 10**9
