"""What people send us. Forms read and label; the domains judge."""

from typing import Any

from django import forms
from django.http import QueryDict

from apps.common.errors import InvalidInput
from apps.customers import facade as customers

CARRIERS = ("GIG Logistics", "DHL", "Kwik", "FedEx", "NIPOST", "Our own rider")


def values_of(form: forms.Form) -> dict[str, Any]:
    """Return a form's values.

    Raises:
        InvalidInput: with the form's sentences.
    """
    if not form.is_valid():
        errors = {name: [str(one) for one in found] for name, found in form.errors.items()}
        raise InvalidInput("Some fields are not right.", errors=errors)
    return form.cleaned_data


class VariantForm(forms.Form):
    """One size and colour."""

    variant_id = forms.UUIDField(
        error_messages={
            "required": "Choose a size and a colour first.",
            "invalid": "Choose a size and a colour first.",
        }
    )


class AddForm(VariantForm):
    """A variant for the bag."""

    quantity = forms.IntegerField(min_value=1, max_value=1000)


class LineForm(forms.Form):
    """A line's new number."""

    quantity = forms.IntegerField(min_value=0, max_value=1000)
    step = forms.IntegerField(min_value=-1, max_value=1, required=False)
    remove = forms.CharField(required=False, max_length=10)

    @classmethod
    def wanted(cls, sent: QueryDict) -> int:
        """Return how many are wanted after the pressed button; 0 takes the line out.

        Raises:
            InvalidInput: not a number of pieces.
        """
        values = values_of(cls(sent))
        return 0 if values["remove"] else max(0, values["quantity"] + (values["step"] or 0))


def _text(
    label: str, limit: int, fill: str = "", *, required: bool = True, help_text: str = ""
) -> Any:
    widget = forms.TextInput(attrs={"autocomplete": fill} if fill else {})
    return forms.CharField(
        label=label, max_length=limit, required=required, help_text=help_text, widget=widget
    )


def _phone() -> Any:
    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
    return forms.CharField(
        label="Phone", max_length=32, widget=widget, help_text="The rider calls this number."
    )


class AddressForm(forms.Form):
    """An address as a rider in Nigeria needs it."""

    name = _text("Full name", 120, "name")
    phone = _phone()
    line1 = _text("House number and street", 160, "address-line1")
    line2 = _text("Flat, floor, estate", 160, "address-line2", required=False)
    landmark = _text(
        "Landmark", 160, required=False, help_text="Something near that a rider knows."
    )
    state = forms.ChoiceField(label="State")
    lga = forms.ChoiceField(label="Local government area")
    city = _text("Town or city", 80, "address-level2")
    postcode = _text("Postcode", 16, "postal-code", required=False)
    label = _text("Name of this address", 40, required=False, help_text="Home, office, parents…")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = customers.states()
        groups = [(state, [(lga, lga) for lga in customers.lgas(state)]) for state in states]
        for name, choices in (("state", [(one, one) for one in states]), ("lga", groups)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
            field.choices = [("", "Choose"), *choices]


class AddressChoice(forms.Form):
    """One of the saved addresses."""

    address_id = forms.UUIDField(
        error_messages={"required": "Choose an address.", "invalid": "Choose an address."}
    )


class NoteForm(forms.Form):
    """A word to the houses."""

    note = forms.CharField(
        label="Note for the houses",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Where to leave it, when somebody is at home.",
    )


class KeyForm(forms.Form):
    """The key that makes what a page asks for happen once."""

    key = forms.UUIDField(error_messages={"required": "Open the page again."})


class CodeForm(forms.Form):
    """One more coupon."""

    code = forms.CharField(
        label="Coupon code",
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": "Write a coupon's code."},
    )


class ShipForm(forms.Form):
    """Who carries a part, and how to follow it."""

    carrier = forms.CharField(
        label="Carrier", max_length=80, widget=forms.TextInput(attrs={"list": "carriers"})
    )
    tracking_number = forms.CharField(label="Tracking number", max_length=80)
    tracking_url = forms.CharField(
        label="The carrier's page", max_length=500, required=False, help_text="https://…"
    )


class StatusForm(forms.Form):
    """Which parts a house looks at."""

    STATUSES = (
        ("paid", "To send"),
        ("shipped", "On the way"),
        ("delivered", "Received"),
        ("pending", "Not paid yet"),
        ("cancelled", "Cancelled"),
        ("refunded", "Paid back"),
    )
    status = forms.ChoiceField(choices=STATUSES, required=False)
