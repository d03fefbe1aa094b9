"""What a house sends about its stock. Forms read and label; inventory judges."""

from typing import Any

from django import forms

from apps.common.ids import new_id
from apps.inventory.facade import MAX_UNITS, AdjustReason, MovementKind

REASONS = (
    (AdjustReason.COUNT, "Counted the shelf"),
    (AdjustReason.FOUND, "Found"),
    (AdjustReason.DAMAGE, "Damaged"),
    (AdjustReason.THEFT, "Stolen or lost"),
    (AdjustReason.SAMPLE, "Given as a sample"),
    (AdjustReason.OTHER, "Other: say what"),
)
KINDS = (
    (MovementKind.ADJUST, "Adjusted"),
    (MovementKind.RECEIVE, "Arrived"),
    (MovementKind.RESERVE, "Held for a buyer"),
    (MovementKind.RELEASE, "Hold ended"),
    (MovementKind.COMMIT, "Sold"),
    (MovementKind.RETURN, "Came back"),
    (MovementKind.DAMAGE, "Came back damaged"),
)
SET, ADD, TAKE = "set", "add", "take"


def _number(label: str, *, required: bool = True, help_text: str = "") -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MAX_UNITS,
        required=required,
        widget=widget,
        help_text=help_text,
    )


class AdjustForm(forms.Form):
    """A new count, or a difference, and why."""

    how = forms.ChoiceField(
        label="What to do",
        choices=((SET, "Set the shelf to"), (ADD, "Add"), (TAKE, "Take away")),
    )
    units = _number("Pieces")
    reason = forms.ChoiceField(label="Why", choices=[(r.value, words) for r, words in REASONS])
    note = forms.CharField(label="Note", max_length=120, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)

    def change(self) -> dict[str, Any]:
        """Return the valid form's values as inventory takes them."""
        values, how = self.cleaned_data, self.cleaned_data["how"]
        units = {"on_hand": values["units"]}
        if how != SET:
            units = {"by": values["units"] if how == ADD else -values["units"]}
        return {"reason": AdjustReason(values["reason"]), "note": values["note"], **units}


class LowAtForm(forms.Form):
    """From how many free pieces on it is low."""

    low_at = _number("Low from", required=False)


class SheetForm(forms.Form):
    """A CSV."""

    file = forms.FileField(
        label="CSV file",
        help_text="With the columns sku, on_hand and threshold, as in the download. At most 1 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )


class LogForm(forms.Form):
    """What the log is narrowed to."""

    kind = forms.ChoiceField(
        label="Show",
        required=False,
        choices=(("", "Everything"), *((kind.value, words) for kind, words in KINDS)),
    )
