"""What staff do to a row from its page in the admin: one move, with words that go on record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponseRedirect

from apps.common.admin import ReadOnly
from apps.common.errors import InvalidInput
from apps.common.http.idempotency import Answer, digest_of, idempotent
from apps.common.ids import new_id
from apps.common.money import Money
from apps.orders.contracts import Party

FIELDS = ("move", "amount", "words", "key")
MAX_WORDS = 500
type Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One move, as a person of the staff asked for it; `amount` is in major units."""

    by: Party
    move: str
    words: str
    amount: Decimal | None = None

    def money(self, currency: str) -> Money:
        """The amount.

        Raises:
            InvalidInput: there is none, or it has more decimals than the currency.
        """
        if self.amount is None:
            raise InvalidInput("Say how much.")
        try:
            return Money.of(self.amount, currency)
        except ValueError as error:
            raise InvalidInput(f"{currency} has fewer decimals.") from error


class MoveForm(forms.ModelForm[Any]):
    """The move, the words, and an amount where the move moves money."""

    moves: ClassVar[Choices] = ()
    paying: ClassVar[frozenset[str]] = frozenset()

    move = forms.ChoiceField(label="What to do")
    amount = forms.DecimalField(
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=3,
        help_text="Only where money goes back, such as 1500 or 1500.50.",
    )
    words = forms.CharField(
        label="Why",
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It is kept with your name; buyer and vendor may read it.",
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["move"].choices = [("", "Choose"), *self.moves]  # type: ignore[attr-defined]
        self.fields["key"].initial = new_id().hex

    def clean(self) -> dict[str, Any]:
        """Ask for an amount where it is needed, and only there."""
        cleaned = super().clean() or self.cleaned_data
        is_paying, has_amount = cleaned.get("move") in self.paying, cleaned.get("amount")
        if is_paying and not has_amount and "amount" not in self.errors:
            self.add_error("amount", "Say how much goes back.")
        if has_amount and not is_paying and "move" not in self.errors:
            self.add_error("amount", "Nothing goes back by this move: leave it empty.")
        return cleaned


class Moves(ReadOnly, admin.ModelAdmin[Any]):
    """Rows that nobody edits, but that staff with the right may move, once for each form shown."""

    class Media:
        css = {"all": ("css/staff.css",)}

    shown: ClassVar[tuple[str, ...]] = ()
    right: ClassVar[str] = ""
    rights: ClassVar[Mapping[str, str]] = {}  # of moves that need another one than `right`
    paying: ClassVar[frozenset[str]] = frozenset()

    def moves_of(self, row: Any) -> Choices:
        """The moves that are possible now; none: the row is only shown."""
        raise NotImplementedError

    def make(self, row: Any, wish: Wish) -> None:
        """Call the service of the move.

        Raises:
            DomainError: it is not possible any more; the page says so and nothing changed.
        """
        raise NotImplementedError

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may move it, while there is a move."""
        return obj is not None and bool(self._moves_for(request, obj))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        """Lead a second click, or a form that came too late, back to the page."""
        if request.method == "POST" and object_id and request.user.has_perm(self.right):
            row = self.get_object(request, unquote(object_id))
            if row is not None and not self.moves_of(row):
                self.message_user(request, "There is nothing left to do here.", messages.WARNING)
                return HttpResponseRedirect(request.get_full_path())
        return super().changeform_view(request, object_id, *args, **kwargs)

    def _moves_for(self, request: HttpRequest, row: Any) -> Choices:
        may = request.user.has_perm
        return [one for one in self.moves_of(row) if may(self.rights.get(one[0], self.right))]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is known of the row, then the form of the move."""
        if not self.has_change_permission(request, obj):
            return self.shown
        return (*self.shown, *(name for name in FIELDS if name != "amount" or self.paying))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Everything but the form of the move."""
        return self.shown

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        """The form with the moves of this row."""
        own = {
            "moves": self._moves_for(request, obj) if obj is not None else (),
            "paying": self.paying,
        }
        form = type("MoveForm", (MoveForm,), own)
        return super().get_form(request, obj, *args, **kwargs | {"form": form, "fields": ()})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        """Make the move, once for each form that was shown."""
        said = form.cleaned_data
        wish = Wish(
            by=Party.staff(UUID(str(request.user.pk))),
            move=said["move"],
            words=said["words"],
            amount=said["amount"],
        )

        form.changed_data = []  # a form sent twice has nothing more to tell the audit

        def write() -> Answer:
            self.make(obj, wish)
            return Answer(200, {})

        idempotent(
            owner=wish.by.user_id,
            key=f"admin-{said['key']}",
            request_digest=digest_of(self.opts.label_lower, obj.pk, wish),
            write=write,
        )
