"""Keep the vocabulary of search as the catalogue is."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

from django.db import connection
from django.db.models import Exists, OuterRef

from apps.common import clock
from apps.products.folding import fold, near_forms
from apps.products.models import Brand, Category, Product, Term
from apps.products.models.product import LISTED
from apps.products.selectors.searching.terms import EVERYTHING
from apps.products.selectors.searching.wording import FILLERS
from apps.products.states import TermKind
from apps.vendors import facade as vendors

SAMPLE, BODIES, MOST_PHRASES, FEWEST_OF_A_PHRASE = 50_000, 2_000, 20_000, 2
NEW_AT_MOST = 20_000
_LONGEST, _SHORTEST = 30, 2
_AT_ONCE = 1_000
_SLACK = 0.1  # a count that moved less is left as it is
_TITLES = """
SELECT title, search_text FROM products_product {sample}
WHERE status = 'published' AND is_vendor_open
"""
_BODIES = """
SELECT catalogue_fold(regexp_replace(description, '<[^>]*>', ' ', 'g')) FROM products_product
{sample} WHERE status = 'published' AND is_vendor_open LIMIT %s
"""
_ROUGHLY = "SELECT greatest(reltuples, 0) FROM pg_class WHERE relname = 'products_product'"
_STEMS = "SELECT word, (ts_lexize('catalogue_stem', word))[1] FROM unnest(%s::text[]) AS word"


@dataclass
class Counted:
    """What was read of a sample: `scale` products stand behind each."""

    products: int = 0
    scale: float = 1.0
    words: Counter[str] = field(default_factory=Counter)
    phrases: Counter[str] = field(default_factory=Counter)
    stems: dict[str, str] = field(default_factory=dict)
    matches: Counter[str] = field(default_factory=Counter)

    @property
    def is_whole(self) -> bool:
        """Whether every listed product was read."""
        return self.scale == 1.0


def refresh_terms() -> dict[str, int]:
    """Count words and phrases anew over at most 50,000 listed products, and all names.

    Seconds of work at a million products; locks only rows of the vocabulary, in text order.
    Words that a whole count no longer sees are dropped; a sample drops none.
    """
    counted = _count()
    wanted = {
        (TermKind.WORD, word, ""): (round(times * counted.scale), _matches(counted, word))
        for word, times in counted.words.items()
    }
    everything = round(counted.products * counted.scale)
    if everything:
        wanted[TermKind.WORD, EVERYTHING, ""] = (0, everything)
    common = counted.phrases.most_common(MOST_PHRASES)
    phrases = [(text, times) for text, times in common if times >= FEWEST_OF_A_PHRASE]
    wanted |= {
        (TermKind.PHRASE, text, ""): (round(times * counted.scale), 0) for text, times in phrases
    }
    _write(wanted, drop=counted.is_whole, kinds=(TermKind.WORD, TermKind.PHRASE))
    return {"words": len(counted.words), "phrases": len(phrases), "names": refresh_names()}


def note_new_words(minutes: int = 15) -> int:
    """Add the words of products changed in the last minutes, and names; return how many words.

    Known words keep their counts: nobody waits for a lock on "ankara".
    """
    since = clock.now() - timedelta(minutes=minutes)
    changed = Product.objects.filter(LISTED, updated_at__gte=since).order_by("-updated_at")
    texts = changed.values_list("search_text", flat=True)[:NEW_AT_MOST]
    words = {word for text in texts for word in _words(text)}
    known = set(
        Term.objects.filter(kind=TermKind.WORD, text__in=words).values_list("text", flat=True)
    )
    new = sorted(words - known)
    rows = [
        Term(kind=TermKind.WORD, text=word, documents=1, matches=1, near=near_forms(word))
        for word in new
    ]
    Term.objects.bulk_create(rows, batch_size=_AT_ONCE, ignore_conflicts=True)
    refresh_names()
    return len(new)


def refresh_names() -> int:
    """Make the names of categories, brands and open houses what they are; return how many rows.

    A name stands once for each of its words, so that "kaftan" begins "Agbada & Kaftan" too.
    """
    listed = Product.objects.filter(LISTED, brand_id=OuterRef("pk"))
    names = [
        *((TermKind.CATEGORY, name, slug) for name, slug in _named(Category.objects.all())),
        *(
            (TermKind.BRAND, name, slug)
            for name, slug in _named(Brand.objects.filter(Exists(listed)))
        ),
        *((TermKind.VENDOR, ref.store_name, ref.slug) for ref in vendors.open_vendors()),
    ]
    wanted = {
        (kind, beginning, slug): name for kind, name, slug in names for beginning in _ends(name)
    }
    kinds = (TermKind.CATEGORY, TermKind.BRAND, TermKind.VENDOR)
    known = {
        (TermKind(row.kind), row.text, row.slug): row for row in Term.objects.filter(kind__in=kinds)
    }
    gone = [row.pk for key, row in known.items() if wanted.get(key) != row.label]
    Term.objects.filter(pk__in=gone).delete()
    rows = [
        Term(kind=kind, text=text, slug=slug, label=name, near=_name_forms(text))
        for (kind, text, slug), name in sorted(wanted.items())
        if (kind, text, slug) not in known or known[kind, text, slug].label != name
    ]
    Term.objects.bulk_create(rows, batch_size=_AT_ONCE, ignore_conflicts=True)
    return len(wanted)


def _named(rows: "Iterable[Category | Brand]") -> list[tuple[str, str]]:
    return [(row.name, row.slug) for row in rows]


def _ends(name: str) -> list[str]:
    words = fold(name).split(" ")
    return [" ".join(words[place:]) for place in range(len(words)) if words[place] not in FILLERS]


def _name_forms(text: str) -> list[str]:
    return near_forms(text.split(" ", maxsplit=1)[0])


def _count() -> Counted:
    counted = Counted()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(reltuples, 0) FROM pg_class WHERE relname = 'products_product'"
        )
        rough = float(cursor.fetchone()[0])
        sample, counted.scale = _sample(rough, SAMPLE)
        cursor.execute(_TITLES.format(sample=sample))
        for title, text in cursor.fetchall():
            counted.products += 1
            counted.words.update(set(_words(text)))
            counted.phrases.update(set(_phrases(title)))
        sample, scale = _sample(rough, BODIES)
        cursor.execute(_BODIES.format(sample=sample), [BODIES])
        bodies = Counter(word for (body,) in cursor.fetchall() for word in set(_words(body)))
        cursor.execute(_STEMS, [[*counted.words, *bodies]])
        counted.stems = dict(cursor.fetchall())
    _add_matches(counted, bodies, scale)
    return counted


def _sample(rough: float, size: int) -> tuple[str, float]:
    """The clause that reads about so many rows, and how many rows stand behind each."""
    if rough <= size:
        return "", 1.0
    return f"TABLESAMPLE SYSTEM ({100.0 * size / rough:.6f}) REPEATABLE (1)", rough / size


def _add_matches(counted: Counted, bodies: Mapping[str, int], scale: float) -> None:
    """Count by stem what full text finds; common words of descriptions become known words."""
    in_titles: Counter[str] = Counter()
    for word, times in counted.words.items():
        in_titles[counted.stems[word]] += round(times * counted.scale)
    in_bodies: Counter[str] = Counter()
    for word, times in bodies.items():
        in_bodies[counted.stems[word]] += round(times * scale)
        if times > 1:
            counted.words.setdefault(word, 0)
    counted.matches = in_titles | in_bodies


def _matches(counted: Counted, word: str) -> int:
    return min(counted.matches[counted.stems[word]], round(counted.products * counted.scale))


def _words(text: str) -> list[str]:
    return [word for word in text.split(" ") if _SHORTEST <= len(word) <= _LONGEST]


def _phrases(title: str) -> list[str]:
    words = fold(title).split(" ")
    plain = [word if word not in FILLERS and not word.isdigit() else "" for word in words]
    return [f"{one} {two}" for one, two in pairwise(plain) if one and two]


def _write(
    wanted: Mapping[tuple[TermKind, str, str], tuple[int, int]],
    *,
    drop: bool,
    kinds: tuple[TermKind, ...],
) -> None:
    known = {
        (TermKind(row.kind), row.text, row.slug): row
        for row in Term.objects.filter(kind__in=kinds).defer("near")
    }
    rows = [
        Term(
            kind=kind,
            text=text,
            slug=slug,
            documents=counts[0],
            matches=counts[1],
            near=_near(kind, text),
        )
        for (kind, text, slug), counts in sorted(wanted.items())
        if (kind, text, slug) not in known or _differs(known[kind, text, slug], counts)
    ]
    Term.objects.bulk_create(
        rows,
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["kind", "text", "slug"],
        update_fields=["documents", "matches"],
    )
    if drop:
        gone = [row.pk for key, row in known.items() if key not in wanted]
        Term.objects.filter(pk__in=gone).delete()


def _near(kind: TermKind, text: str) -> list[str]:
    return near_forms(text) if kind == TermKind.WORD else []


def _differs(row: Term, counts: tuple[int, int]) -> bool:
    pairs = ((row.documents, counts[0]), (row.matches, counts[1]))
    return any(abs(old - new) > _SLACK * max(old, new) for old, new in pairs)
