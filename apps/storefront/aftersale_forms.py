"""Forms of what comes after the sale. They read and label; orders judges."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest

from apps.common.errors import InvalidInput
from apps.common.http.idempotency import digest_of
from apps.orders.contracts import DisputeReason, LineView, ReturnReason, ShipmentStatus
from apps.storefront.forms import KeyForm, values_of

MOST_UNITS = 1000
RETURN_REASONS = (
    (ReturnReason.DOES_NOT_FIT, "It does not fit"),
    (ReturnReason.DAMAGED, "It is damaged"),
    (ReturnReason.NOT_AS_DESCRIBED, "It is not as described"),
    (ReturnReason.WRONG_ITEM, "It is the wrong piece"),
    (ReturnReason.CHANGED_MIND, "I changed my mind"),
)
DISPUTE_REASONS = (
    (DisputeReason.NOT_RECEIVED, "It never arrived"),
    (DisputeReason.INCOMPLETE, "Something is missing"),
    (DisputeReason.DAMAGED, "It is damaged"),
    (DisputeReason.NOT_AS_DESCRIBED, "It is not as described"),
    (DisputeReason.WRONG_ITEM, "It is the wrong piece"),
    (DisputeReason.RETURN_REFUSED, "My return was refused"),
    (DisputeReason.OTHER, "Something else"),
)
PARCEL_MOVES = (
    (ShipmentStatus.OUT_FOR_DELIVERY, "Out for delivery"),
    (ShipmentStatus.FAILED, "The rider found nobody"),
    (ShipmentStatus.DELIVERED, "Delivered"),
    (ShipmentStatus.LOST, "Lost (the buyer is paid back)"),
)


def units_sent(request: HttpRequest, lines: Iterable[LineView]) -> dict[UUID, int]:
    """Read the numbers of a form's `units-…` fields; what is 0 or empty is left out.

    Raises:
        InvalidInput: one is no number of pieces.
    """
    units = {}
    for line in lines:
        text = request.POST.get(f"units-{line.variant_id}", "").strip() or "0"
        if not (text.isascii() and text.isdigit() and int(text) <= MOST_UNITS):
            raise InvalidInput("Give a number of pieces.", errors={"units": ["Give a number."]})
        if int(text):
            units[UUID(str(line.variant_id))] = int(text)
    return units


def call_off_sent(request: HttpRequest, lines: Iterable[LineView]) -> dict[str, Any]:
    """Read which pieces a form calls off, why, and the key that makes it happen once.

    Raises:
        InvalidInput: one is no number of pieces, or there is no key.
    """
    key = values_of(KeyForm(request.POST))["key"]
    wish = {
        "lines": None if "all" in request.POST else units_sent(request, lines),
        "reason": request.POST.get("reason", "")[:150],
    }
    # Going back and changing the form is another wish, not a wrong repeat of the first.
    return {"key": f"{key}:{digest_of(wish)[:24]}", **wish}


def uploads(request: HttpRequest, name: str) -> list[bytes]:
    """Read the files of a field."""
    return [upload.read() for upload in request.FILES.getlist(name)]


def _words(label: str, limit: int, *, required: bool = True, rows: int = 4) -> Any:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=limit, required=required, widget=widget)


class ReturnForm(forms.Form):
    """Why something goes back."""

    reason = forms.ChoiceField(label="Why?", choices=[("", "Choose"), *RETURN_REASONS])
    comment = _words("What should the house know?", 500, required=False)


class DisputeForm(forms.Form):
    """What the quarrel is about."""

    reason = forms.ChoiceField(label="What went wrong?", choices=[("", "Choose"), *DISPUTE_REASONS])
    text = _words("What happened?", 2000)


class EvidenceForm(forms.Form):
    """What one side has to say."""

    text = _words("What do you want to say?", 2000)


class ParcelForm(forms.Form):
    """Where the parcel is."""

    status = forms.ChoiceField(label="Where is it now?", choices=PARCEL_MOVES)
