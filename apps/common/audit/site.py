"""Staff's forms on record: what a form of the admin changes is audited in its transaction.

Actions of the admin call services, which record by themselves, in their own words.
"""

from collections.abc import Iterable
from typing import Any, override
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Model, QuerySet
from django.forms import BaseModelForm, ModelForm
from django.http import HttpRequest, HttpResponseRedirect

from apps.common.audit.recording import Json, count, record
from apps.common.errors import DomainError

# Columns whose values say nothing of a person. Of others only the name is kept.
_PLAIN = (
    models.BooleanField,
    models.IntegerField,
    models.DateField,
    models.ForeignKey,
    models.ManyToManyField,
)


class Audited(admin.ModelAdmin[Any]):
    """Stands before every ModelAdmin; what a service has recorded itself is not told twice.

    What a service refuses is rolled back as a whole, record and all, and is an error of the form,
    which keeps what was typed.
    """

    @override
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show and save a form; tell why a service refused it."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except DomainError as error:
            if request.method != "POST":
                raise
            refusal = error
        request.refusal = refusal  # type: ignore[attr-defined]
        try:
            return super().changeform_view(request, *args, **kwargs)
        except PermissionDenied:  # refused because nobody may change it any more
            return self._refused(request, refusal)

    @override
    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Return the form; shown again after a refusal, it says which."""
        form = super().get_form(request, *args, **kwargs)
        refusal = getattr(request, "refusal", None)
        return form if refusal is None else _refused_form(form, _sentence(refusal))

    @override
    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Ask and delete; tell why a service refused it."""
        try:
            return super().delete_view(request, *args, **kwargs)
        except DomainError as error:
            return self._refused(request, error)

    def _refused(self, request: HttpRequest, error: DomainError) -> HttpResponseRedirect:
        if request.method != "POST":
            raise error
        self.message_user(request, _sentence(error), messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    @override
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, and note whether a service has recorded it in its own words."""
        made = count.get()
        super().save_model(request, obj, form, change)
        form.is_recorded = count.get() > made

    @override
    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Record what a form did: Django asks for this once it is saved, before it commits."""
        lines = {_name(inline.model): _lines(inline) for inline in formsets or ()}
        fields = [] if getattr(form, "is_recorded", False) else form.changed_data
        after: dict[str, Json] = {"fields": fields, **_values(form, fields, form.cleaned_data)}
        after |= {name: rows for name, rows in lines.items() if rows}
        if fields or any(lines.values()):
            before = None if add else _values(form, fields, form.initial)
            verb = "added" if add else "changed"
            _note(request, _subject(_object_of(form)), verb, before=before, after=after)
        return super().construct_change_message(request, form, formsets, add)

    @override
    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Delete one row and record what it was."""
        with transaction.atomic():
            made, subject, values = count.get(), _subject(obj), _of(obj)
            super().delete_model(request, obj)
            if count.get() == made:
                _note(request, subject, "deleted", before=values)

    @override
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete the chosen rows and record what they were."""
        with transaction.atomic():
            made, rows = count.get(), [(_subject(obj), _of(obj)) for obj in queryset]
            super().delete_queryset(request, queryset)
            if count.get() == made:
                for subject, values in rows:
                    _note(request, subject, "deleted", before=values)


class AuditedSite(admin.AdminSite):
    """The admin, with every form on record."""

    def register(
        self, model_or_iterable: Any, admin_class: type[Any] | None = None, **options: Any
    ) -> None:
        """Register a model under its own admin with `Audited` before it."""
        own = admin_class or admin.ModelAdmin
        audited = type(own.__name__, (Audited, own), {"__module__": own.__module__})
        super().register(model_or_iterable, audited, **options)


def _sentence(error: DomainError) -> str:
    said = " ".join(one for sentences in error.errors.values() for one in sentences)
    return f"Nothing changed. {said or error.detail}"


def _refused_form(form: type[ModelForm[Any]], sentence: str) -> type[ModelForm[Any]]:
    def clean(_: ModelForm[Any]) -> dict[str, Any]:
        raise ValidationError(sentence)

    return type(form.__name__, (form,), {"clean": clean})


def _note(
    request: HttpRequest,
    subject: str,
    verb: str,
    *,
    before: dict[str, Json] | None = None,
    after: dict[str, Json] | None = None,
) -> None:
    with transaction.atomic():  # a form that Django saves outside of a transaction: passwords
        record(
            f"{subject.partition(':')[0]}.{verb}",
            subject=subject,
            actor_id=UUID(str(request.user.pk)),
            before=before,
            after=after,
            reason="By a form of the admin",
        )


def _subject(obj: Model) -> str:
    return f"{_name(obj)}:{obj.pk}"


def _object_of(form: Any) -> Model:
    """The row of a model's form; that of a password's form is its `user`."""
    obj: Model = form.instance if isinstance(form, BaseModelForm) else form.user
    return obj


def _values(form: Any, fields: list[str], given: dict[str, Any]) -> dict[str, Json]:
    columns = {column.name: column for column in _columns(_object_of(form), with_lists=True)}
    return {
        name: _plain(given.get(name))
        for name in fields
        if name in columns and _is_plain(columns[name])
    }


def _of(obj: Model) -> dict[str, Json]:
    columns = [column for column in _columns(obj) if _is_plain(column)]
    return {column.attname: _plain(getattr(obj, column.attname)) for column in columns}


def _lines(inline: Any) -> dict[str, Json]:
    lines: dict[str, Json] = {
        "added": [_of(obj) for obj in inline.new_objects],
        "changed": [_of(obj) | {"fields": fields} for obj, fields in inline.changed_objects],
        "deleted": [_of(obj) for obj in inline.deleted_objects],
    }
    return {verb: rows for verb, rows in lines.items() if rows}


def _name(model: Model | type[Model]) -> str:
    return str(model._meta.model_name)  # noqa: SLF001 -- Django's documented model API


def _columns(obj: Model, *, with_lists: bool = False) -> list[Any]:
    options = obj._meta  # noqa: SLF001 -- Django's documented model API
    return [*options.concrete_fields, *(options.many_to_many if with_lists else ())]


def _is_plain(column: Any) -> bool:
    return isinstance(column, _PLAIN) or bool(column.choices)


def _plain(value: Any) -> Json:
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)
