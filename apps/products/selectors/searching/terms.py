"""Statements about words: what the vocabulary knows of them, and what a typo may have meant."""

from collections.abc import Iterable, Sequence

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Func, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Length

from apps.common.db import Named, Prepared
from apps.products.folding import deletions, distance
from apps.products.models import Synonym, Term
from apps.products.selectors.searching.planning import Group, Known
from apps.products.states import TermKind

EVERYTHING = ""  # the word without letters counts every listed product
_CANDIDATES = 300
_SHORTEST_MENDED, _TELLING, _LONG = 3, 4, 7
_TOO_MANY = 9
_NO_TERMS = Value([], ArrayField(TextField()))


def _terms_overlap() -> QuerySet[Synonym]:
    return Synonym.objects.filter(terms__overlap=Named("phrases"))


def _looked_up() -> QuerySet[Term, tuple[str, int, bool, list[str]]]:
    """Known words, words of synonyms, synonyms: one statement."""
    words = Term.objects.filter(kind=TermKind.WORD)
    of_synonyms = _terms_overlap().annotate(
        word=Func(
            Func(F("terms"), Value(" "), function="array_to_string"),
            Value(" "),
            function="regexp_split_to_table",
            output_field=TextField(),
        )
    )
    none = {"is_one_way": Value(False, BooleanField()), "terms": _NO_TERMS}
    columns = ("text", "matches", "is_one_way", "terms")
    groups = _terms_overlap().annotate(
        text=Value("", TextField()), matches=Value(0, IntegerField())
    )
    typed = words.filter(text__any=Named("words")).annotate(**none)
    other = words.filter(text__any=ArraySubquery(of_synonyms.values("word"))).annotate(**none)
    return typed.values_list(*columns).union(
        other.values_list(*columns), groups.values_list(*columns), all=True
    )


KNOWN = Prepared(_looked_up)
NEAR = Prepared(
    lambda: (
        Term.objects.filter(kind=TermKind.WORD, near__overlap=Named("forms"), documents__gt=0)
        .annotate(letters=Length("text"))
        .filter(letters__gte=Named("shortest"), letters__lte=Named("longest"))
        .order_by("-documents", "text")
        .values_list("text", "documents", "matches")[:_CANDIDATES]
    )
)


def known_from(rows: Iterable[tuple[str, int, bool, list[str]]]) -> Known:
    """What the rows of `KNOWN` say."""
    matches: dict[str, int] = {}
    groups: list[Group] = []
    for text, found, is_one_way, terms in rows:
        if terms:
            groups.append((is_one_way, tuple(terms)))
        else:
            matches[text] = found
    return Known(matches, sorted(groups), listed=matches.pop(EVERYTHING, 0))


def forms_of(word: str) -> list[str]:
    """What a mistyped word shares with the right one."""
    once = deletions(word)
    twice = {form for part in once for form in deletions(part)} if len(word) >= _LONG else set()
    return sorted({word, *once, *twice})


def is_mendable(word: str) -> bool:
    """Whether a word is long enough that its neighbours are few, and is a word at all."""
    return len(word) >= _SHORTEST_MENDED and not any(char.isdigit() for char in word)


def slips(word: str, meant: str) -> int:
    """Count the slips from a word to what may be meant; too many where the guess would be wild.

    Three letters have neighbours everywhere. Of them only a letter that was left out and a swap
    count, and the first letter stands: lce is lace, bga is bag, but dvd is nothing.
    """
    if len(word) < _TELLING:
        is_near = word in deletions(meant) or sorted(word) == sorted(meant)
        if not is_near or meant[0] != word[0]:
            return _TOO_MANY
    return distance(word, meant)


def mended(word: str, candidates: Sequence[tuple[str, int, int]]) -> str | None:
    """The likeliest meaning: fewest slips, then the same first letter, then the commoner word."""
    most = 1 if len(word) < _LONG - 1 else 2
    judged = [
        (slips(word, text), text[0] != word[0], -documents, text)
        for text, documents, _ in candidates
    ]
    fitting = [one for one in judged if one[0] <= most]
    return min(fitting)[-1] if fitting else None
