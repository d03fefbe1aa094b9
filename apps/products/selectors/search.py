"""Full text first; similar words only where nothing matches, so that typos find something."""

from functools import cache

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import BigIntegerField, F, FloatField, Func, QuerySet, Value
from django.db.models.functions import Cast

from apps.products.models import Product

CONFIG = "catalogue"
_LEAST_SIMILARITY = 0.4
_FEWEST_LETTERS = 3
_SCALE = 1_000_000


class Folded(Func):
    """Lower case without accents and tone marks, as the search trigger stores it."""

    function = "catalogue_fold"


@cache
def knows_similar_words() -> bool:
    """Tell whether pg_trgm is installed; asked once per process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        return cursor.fetchone() is not None


def matching(products: QuerySet[Product], q: str) -> QuerySet[Product]:
    """Narrow to what matches, with `relevance` (a whole number) to order by.

    One small query more than a plain list: whether full text finds anything at all.
    """
    query = SearchQuery(Folded(Value(q)), config=CONFIG, search_type="websearch")
    found = products.filter(search_vector=query)
    is_too_short = sum(char.isalnum() for char in q) < _FEWEST_LETTERS
    if is_too_short or not knows_similar_words() or found.exists():
        return found.annotate(relevance=_whole(SearchRank(F("search_vector"), query)))
    similarity = Func(
        Folded(Value(q)), F("search_text"), function="WORD_SIMILARITY", output_field=FloatField()
    )
    similar = products.annotate(similarity=similarity).filter(similarity__gte=_LEAST_SIMILARITY)
    return similar.annotate(relevance=_whole(F("similarity")))


def _whole(rank: SearchRank | F) -> Cast:
    """Scale a rank to a whole number, which a page's cursor can name exactly."""
    return Cast(rank * _SCALE, BigIntegerField())
