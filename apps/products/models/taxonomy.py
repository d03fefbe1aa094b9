"""How products are grouped: the category tree, brands, curated collections."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from tree_queries.query import TreeQuerySet

from apps.common.models import Identified, Timestamped

MAX_DEPTH = 5


class Category(Identified, Timestamped):
    """A node of the category tree: a plain parent key, read by a recursive query."""

    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=100, unique=True)
    position = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["Category"]] = models.Manager()
    tree: ClassVar[Any] = TreeQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "categories"
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                "parent", Lower("name"), name="category_name_once_per_parent", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="category_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a parent that lies below this category, and a tree too deep to walk."""
        super().clean()
        if self.parent_id is None:
            return
        above = Category.tree.ancestors(self.parent, include_self=True)
        path = [category.pk for category in above]
        if self.pk in path:
            raise ValidationError({"parent": "A category cannot lie below itself."})
        if len(path) >= MAX_DEPTH:
            raise ValidationError({"parent": f"The tree is at most {MAX_DEPTH} levels deep."})


class Brand(Identified, Timestamped):
    """The maker's name on the label, shared by vendors."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=100, unique=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="brand_name_once")]

    def __str__(self) -> str:
        return self.name


class Collection(Identified, Timestamped):
    """A curated group of products, such as "Owambe season"."""

    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140, unique=True)
    description = models.CharField(max_length=500, blank=True)
    position = models.PositiveIntegerField(default=0)
    is_visible = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "title"]
        constraints = [models.UniqueConstraint(Lower("title"), name="collection_title_once")]

    def __str__(self) -> str:
        return self.title
