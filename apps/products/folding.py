"""Words as search compares them. `catalogue_fold` in PostgreSQL does the same (a test compares)."""

import re
import unicodedata

# Hooked and stroked letters that Unicode does not take apart; apostrophes fall away.
_LETTERS = str.maketrans("ɓɗƙƴøłđı", "bdkyoldi", "'`\u02bc\u2018\u2019\u02b9\u2032")
_MARKS = re.compile("[\u0300-\u036f]")
_PLURAL = re.compile(r"(?<=[a-z]{2}[^s])s$|(?<=ss|sh|ch)es$|(?<=[a-z]x)es$")
_BETWEEN = re.compile("[\\x00-/:-@\\[-`{-\u00bf\u2000-\u206f\u20a0-\u20cf\ufffd]+")


def fold(text: str) -> str:
    """Return lower-case words without accents, tone marks and punctuation, single spaces between.

    >>> fold("Aṣọ-Òkè, Women's")
    'aso oke womens'
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower().translate(_LETTERS)
    return _BETWEEN.sub(" ", plain).strip(" ")


def deletions(word: str) -> set[str]:
    """Return the word with each single letter left out."""
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def near_forms(word: str) -> list[str]:
    """Return what finds a word in spite of a typo: it and its beginnings, each less one letter.

    Two words that share such a form differ by one slip, or by two of some kinds; of long words
    two letters are left out, for any two slips.
    """
    forms = {word, *deletions(word)}
    if _LONG <= len(word) <= _LONGEST_TWICE:
        forms |= {form for part in deletions(word) for form in deletions(part)}
    for length in range(_SHORTEST, min(len(word), _LONGEST_BEGINNING + 1)):
        forms |= deletions(word[:length])
    return sorted(forms)


def singular(text: str) -> str:
    """Return the words without the ending of the English plural, for comparing alone.

    >>> singular("palm slippers")
    'palm slipper'
    """
    return " ".join(_PLURAL.sub("", word) for word in text.split(" "))


def distance(one: str, other: str) -> int:
    """Count the letters that must be added, dropped, changed or swapped with their neighbour."""
    before: list[int] = []
    line = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        oldest, before, line = before, line, [row]
        for column, against in enumerate(other, 1):
            cost = min(
                before[column] + 1, line[column - 1] + 1, before[column - 1] + (letter != against)
            )
            swapped = row > 1 and column > 1 and letter == other[column - 2]
            if swapped and one[row - 2] == against:
                cost = min(cost, oldest[column - 2] + 1)
            line.append(cost)
    return line[-1]


_SHORTEST, _LONGEST_BEGINNING, _LONG, _LONGEST_TWICE = 4, 7, 7, 12
