"""Categories, brands and collections for staff: the services judge and record, the form shows."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from apps.authentication.contracts import UserId
from apps.common.errors import DomainError
from apps.products.contracts import BrandId, CategoryId, CollectionId
from apps.products.models import Brand, Category, Collection
from apps.products.services import edit_categories, edit_groups


class _ByService[Row: Model](admin.ModelAdmin[Row]):
    """Saves and removes through services."""

    readonly_fields = ("slug",)

    def added(self, said: dict[str, Any], by: UserId) -> UUID:
        """Add a row; return its id."""
        raise NotImplementedError

    def changed(self, row: Row, changes: dict[str, Any], by: UserId) -> None:
        """Change what the form changed."""
        raise NotImplementedError

    def removed(self, row: Row, by: UserId) -> None:
        """Remove a row."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Row, form: Any, change: Any) -> None:
        """Save by the service; the row then is as the service left it."""
        if change:
            said = {name: form.cleaned_data[name] for name in form.changed_data}
            self.changed(obj, said, _by(request))
        else:
            obj.pk = self.added(form.cleaned_data, _by(request))
        obj.refresh_from_db()

    def delete_model(self, request: HttpRequest, obj: Row) -> None:
        """Remove by the service."""
        self.removed(obj, _by(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Row]) -> None:
        """Remove each by the service."""
        for row in queryset:
            self.removed(row, _by(request))

    def delete_view(self, request: HttpRequest, *args: Any, **more: Any) -> Any:
        """Remove a row, or say why not."""
        return self._told(request, super().delete_view, *args, **more)

    def changelist_view(self, request: HttpRequest, *args: Any, **more: Any) -> Any:
        """List the rows; an action that is refused removes none."""
        return self._told(request, super().changelist_view, *args, **more)

    def _told(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *args: Any, **more: Any
    ) -> HttpResponse:
        try:
            with transaction.atomic():
                return view(request, *args, **more)
        except DomainError as error:
            self.message_user(request, error.detail or error.title, messages.ERROR)
            return HttpResponseRedirect(request.path)


def _by(request: HttpRequest) -> UserId:
    return UserId(UUID(str(request.user.pk)))


@admin.register(Category)
class CategoryAdmin(_ByService[Category]):
    """The tree. `position` is the place among its siblings, 0 the first; a new one comes last."""

    list_display = ("name", "parent", "slug", "position")
    list_filter = ("parent",)
    list_select_related = ("parent",)
    search_fields = ("name", "slug")
    autocomplete_fields = ("parent",)

    def get_fields(self, request: HttpRequest, obj: Category | None = None) -> Any:
        """Return what may be said; a new one has no place yet."""
        return ("name", "parent") if obj is None else ("name", "parent", "slug", "position")

    def added(self, said: dict[str, Any], by: UserId) -> UUID:
        """Add it after its siblings."""
        parent = said["parent"]
        parent_id = CategoryId(parent.pk) if parent else None
        return edit_categories.add_category(name=said["name"], parent_id=parent_id, by=by)

    def changed(self, row: Category, changes: dict[str, Any], by: UserId) -> None:
        """Rename and move it, then put it into its place."""
        own, parent = CategoryId(row.pk), row.parent_id
        place = changes.pop("position", None)
        if "parent" in changes:
            changes["parent_id"] = parent
            del changes["parent"]
        if changes:
            edit_categories.change_category(category_id=own, changes=changes, by=by)
        if place is not None:
            siblings = Category.objects.filter(parent_id=parent).exclude(pk=own)
            ids = [CategoryId(pk) for pk in siblings.values_list("pk", flat=True)]
            ids.insert(place, own)
            parent_id = CategoryId(parent) if parent else None
            edit_categories.order_categories(parent_id=parent_id, ids=ids, by=by)

    def removed(self, row: Category, by: UserId) -> None:
        """Remove it if nothing hangs on it."""
        edit_categories.remove_category(category_id=CategoryId(row.pk), by=by)


@admin.register(Brand)
class BrandAdmin(_ByService[Brand]):
    """Labels."""

    list_display = ("name", "slug")
    search_fields = ("name", "slug")

    def added(self, said: dict[str, Any], by: UserId) -> UUID:
        """Add it."""
        return edit_groups.add_brand(by=by, **said).id

    def changed(self, row: Brand, changes: dict[str, Any], by: UserId) -> None:
        """Rename it."""
        edit_groups.change_brand(brand_id=BrandId(row.pk), changes=changes, by=by)

    def removed(self, row: Brand, by: UserId) -> None:
        """Remove it if no product carries it."""
        edit_groups.remove_brand(brand_id=BrandId(row.pk), by=by)


@admin.register(Collection)
class CollectionAdmin(_ByService[Collection]):
    """Curated groups."""

    list_display = ("title", "slug", "position", "is_visible")
    list_filter = ("is_visible",)
    search_fields = ("title", "slug")

    def added(self, said: dict[str, Any], by: UserId) -> UUID:
        """Add it."""
        return edit_groups.add_collection(by=by, **said).id

    def changed(self, row: Collection, changes: dict[str, Any], by: UserId) -> None:
        """Change what was changed."""
        own = CollectionId(row.pk)
        edit_groups.change_collection(collection_id=own, changes=changes, by=by)

    def removed(self, row: Collection, by: UserId) -> None:
        """Remove it; its products stay."""
        edit_groups.remove_collection(collection_id=CollectionId(row.pk), by=by)
