"""What search knows of words: those that the catalogue uses, and which mean the same."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from apps.products.folding import fold
from apps.products.states import TermKind

MAX_TERM = 120


class Term(models.Model):
    """A word, phrase or name that people may type: the shop's vocabulary.

    `text` is folded (lower case, no accents). `documents` counts the listed products that carry
    it in title, brand, tags, kind or house; `matches` estimates how many the full text finds.
    `near` holds it with each single letter left out, its beginnings too: what finds typos.
    Written by `refresh_terms` and `note_new_words`, never by hand.
    """

    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in TermKind])
    text = models.CharField(max_length=MAX_TERM, db_collation="C")
    label = models.CharField(max_length=MAX_TERM, blank=True)
    slug = models.CharField(max_length=140, blank=True)
    documents = models.PositiveIntegerField(default=0)
    matches = models.PositiveIntegerField(default=0)
    near = ArrayField(models.CharField(max_length=MAX_TERM), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "text", "slug"], name="term_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in TermKind]), name="term_kind_known"
            ),
        ]
        indexes = [
            models.Index(fields=["text"], name="term_by_text"),
            GinIndex(fields=["near"], name="term_near", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.text


class Synonym(models.Model):
    """Words and phrases that mean the same to a buyer. Staff edit them in the admin.

    Of a one-way group only the first word finds the others: "native" finds agbada, but who asks
    for agbada does not want every native wear.
    """

    terms = ArrayField(
        models.CharField(max_length=60),
        help_text="Separated by commas, at least two: agbada, babanriga, grand boubou.",
    )
    is_one_way = models.BooleanField(
        "one way", default=False, help_text="Only the first finds the others."
    )

    class Meta:
        ordering = ["terms"]

    def __str__(self) -> str:
        return (" → " if self.is_one_way else " = ").join(self.terms[:4])

    def clean(self) -> None:
        """Keep the words as they are compared: folded, each once.

        Raises:
            ValidationError: fewer than two are left.
        """
        self.terms = list(dict.fromkeys(word for word in map(fold, self.terms or []) if word))
        if len(self.terms) < 2:  # noqa: PLR2004 - one word is no group
            raise ValidationError({"terms": "At least two different words."})
