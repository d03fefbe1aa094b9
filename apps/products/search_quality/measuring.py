"""Recall and rank of each labelled query over the fixed catalogue."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apps.products.contracts import ProductFilters
from apps.products.search_quality.catalogue import Piece
from apps.products.search_quality.labels import LABELS, Label
from apps.products.selectors.catalogue import search_page

TOP = 10


@dataclass(frozen=True)
class Judged:
    """One query with what came first, and how much of it fits."""

    label: Label
    titles: tuple[str, ...]
    hits: tuple[bool, ...]
    fitting: int

    @property
    def recall(self) -> float:
        """The share of fitting products among the first ten, of as many as could stand there."""
        if self.label.is_junk:
            return float(not self.titles)
        return sum(self.hits) / min(TOP, self.fitting)

    @property
    def reciprocal_rank(self) -> float:
        """One over the place of the first that fits; junk is right if nothing came."""
        if self.label.is_junk:
            return self.recall
        return 1 / (1 + self.hits.index(True)) if True in self.hits else 0.0


@dataclass(frozen=True)
class Figures:
    """Means over queries."""

    queries: int
    recall: float
    mrr: float


def judge(saved: Mapping[str, Piece]) -> list[Judged]:
    """Ask every labelled query; `saved` are the facts of the catalogue by slug."""
    return [_judged(label, saved) for label in LABELS]


def figures(judged: Sequence[Judged]) -> Figures:
    """Return the means."""
    return Figures(
        queries=len(judged),
        recall=sum(one.recall for one in judged) / len(judged),
        mrr=sum(one.reciprocal_rank for one in judged) / len(judged),
    )


def by_sort(judged: Sequence[Judged]) -> dict[str, Figures]:
    """Return the means of each sort of query."""
    groups: defaultdict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.label.sort].append(one)
    return {sort: figures(group) for sort, group in groups.items()}


def fits(label: Label, piece: Piece) -> bool:
    """Tell whether the product has all that the label names."""
    return (
        (not label.kinds or piece.kind.key in label.kinds)
        and (not label.cloths or piece.cloth in label.cloths or label.house == piece.house)
        and (not label.colours or bool(set(label.colours) & set(piece.colours)))
        and (not label.sizes or bool(set(label.sizes) & set(piece.sizes)))
        and (not label.house or bool(label.cloths) or label.house == piece.house)
        and (not label.brand or label.brand == piece.brand)
    )


def _judged(label: Label, saved: Mapping[str, Piece]) -> Judged:
    found = search_page(ProductFilters(q=label.query, ordering="relevance"), limit=TOP)[0].rows
    fitting = 0 if label.is_junk else sum(fits(label, piece) for piece in saved.values())
    return Judged(
        label=label,
        titles=tuple(card.title for card in found),
        hits=tuple(not label.is_junk and fits(label, saved[card.slug]) for card in found),
        fitting=fitting,
    )
