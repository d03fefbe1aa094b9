"""What a few letters may become: words, products, kinds, brands, houses."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from apps.common.db import Named, Plan, Prepared, plans
from apps.products.contracts import NameRef, Suggestions
from apps.products.models import Term
from apps.products.models.product import ANY_TIER, HEAD_TIER
from apps.products.selectors.cards import CardRow, card_of, card_rows
from apps.products.selectors.searching.finding import FEW, in_tier
from apps.products.selectors.searching.ranking import matching
from apps.products.selectors.searching.terms import NEAR, forms_of, is_mendable, slips
from apps.products.selectors.searching.wording import MOST_WORDS, words_of
from apps.products.selectors.shapes import Shape, narrowed
from apps.products.states import TermKind

FEWEST_LETTERS, MOST = 2, 10
_PRODUCTS, _LONGEST_MENDED, _LONG = 6, 40, 7
_END = "\U0010ffff"  # after every letter in the order of bytes
type TermRow = tuple[str, str, str, str, int, int]


def _beginning() -> QuerySet[Term, TermRow]:
    """The commonest of each kind that begin so; words also by the last word alone."""
    whole = Q(text__gte=Named("start"), text__lt=Named("end"))
    last = Q(kind=TermKind.WORD, text__gte=Named("last"), text__lt=Named("last_end"))
    place = Window(
        RowNumber(),
        partition_by=[F("kind")],
        order_by=[F("documents").desc(), F("text").asc(), F("slug").asc()],
    )
    found = Term.objects.filter(whole | last).exclude(kind=TermKind.WORD, documents=0)
    return (
        found.annotate(place=place)
        .filter(place__lte=2 * MOST)
        .order_by("kind", "place")
        .values_list("kind", "text", "label", "slug", "documents", "matches")
    )


def _products(tier: int) -> Prepared[CardRow]:
    def build() -> QuerySet[Any, CardRow]:
        found = matching(in_tier(narrowed(Shape(frozenset(), None)), tier), "beginning")
        return card_rows(found).order_by("-is_in_stock", "-popularity", "-published_at", "-id")

    return Prepared(build)


_TERMS: Prepared[TermRow] = Prepared(_beginning)
_POPULAR, _ALL = _products(HEAD_TIER), _products(ANY_TIER)


def suggestions(q: str) -> Plan[Suggestions]:
    """Suggest at most ten of each kind for the beginning of a query.

    Two statements at once; one more where few of the popular products begin so, two or three more
    where nothing at all does and a typo is likely.
    """
    words = words_of(q)[:MOST_WORDS]
    if sum(map(len, words)) < FEWEST_LETTERS:
        return Suggestions()
    found = yield from _for(words)
    if found != Suggestions() or not is_mendable(words[-1]):
        return found
    better = yield from _mended_beginning(words[-1])
    if not better:
        return found
    corrected = [*words[:-1], better]
    return (yield from _for(corrected, corrected=" ".join(corrected)))


def _for(words: Sequence[str], *, corrected: str = "") -> Plan[Suggestions]:
    text, last = " ".join(words), words[-1]
    beginning = " & ".join([*(f"{word}:AB" for word in words[:-1]), f"{last}:*AB"])
    terms, popular = yield from plans.both(
        plans.rows(_TERMS, start=text, end=text + _END, last=last, last_end=last + _END),
        plans.top(_POPULAR, _PRODUCTS, beginning=beginning),
    )
    by_kind: defaultdict[str, list[TermRow]] = defaultdict(list)
    for row in terms:
        by_kind[row[0]].append(row)
    reach = sum(row[5] for row in by_kind[TermKind.WORD])
    if len(popular) < _PRODUCTS and 0 < reach <= FEW:
        popular = yield from plans.top(_ALL, _PRODUCTS, beginning=beginning)
    return Suggestions(
        corrected=corrected,
        words=_phrases(words, by_kind),
        products=tuple(map(card_of, popular)),
        categories=_names(by_kind[TermKind.CATEGORY]),
        brands=_names(by_kind[TermKind.BRAND]),
        vendors=_names(by_kind[TermKind.VENDOR]),
    )


def _phrases(words: Sequence[str], by_kind: Mapping[str, Sequence[TermRow]]) -> tuple[str, ...]:
    """Known phrases that begin so, then the typed words with the last one completed."""
    head = " ".join(words[:-1])
    known = [row[1] for row in by_kind[TermKind.PHRASE]]
    completed = [f"{head} {row[1]}".strip() for row in by_kind[TermKind.WORD]]
    mixed = completed if not head else [*known, *completed]
    return tuple(dict.fromkeys([*mixed, *known]))[:MOST]


def _names(rows: Sequence[TermRow]) -> tuple[NameRef, ...]:
    found = {row[3]: NameRef(slug=row[3], name=row[2]) for row in rows}
    return tuple(found.values())[:MOST]


def _mended_beginning(word: str) -> Plan[str]:
    """The beginning that was meant: of the commonest word that begins almost so."""
    rows = yield from plans.rows(
        NEAR, forms=forms_of(word), shortest=len(word) - 1, longest=_LONGEST_MENDED
    )
    most = 1 if len(word) < _LONG else 2
    judged = [
        (
            min((slips(word, text[:cut]), -cut) for cut in range(len(word) - 1, len(word) + 2)),
            text,
        )
        for text, *_ in rows
    ]
    fitting = [
        (times, place, -cut, text)
        for place, ((times, cut), text) in enumerate(judged)
        if times <= most
    ]
    if not fitting:
        return ""
    _, _, cut, text = min(fitting)
    return text[:cut]
