"""What people send about reviews. Forms read and label; products judges."""

from typing import Any

from django import forms

from apps.products.contracts import Fit, ReportReason

STARS = (
    (5, "5, I love it"),
    (4, "4, good"),
    (3, "3, it will do"),
    (2, "2, not really"),
    (1, "1, bad"),
)
FITS = (
    ("", "No answer"),
    (Fit.SMALL.value, "Smaller than its size"),
    (Fit.TRUE.value, "As its size says"),
    (Fit.LARGE.value, "Larger than its size"),
)
REPORT_REASONS = (
    (ReportReason.OFFENSIVE.value, "It insults somebody"),
    (ReportReason.SPAM.value, "It is an advert"),
    (ReportReason.PRIVATE.value, "It tells private things"),
    (ReportReason.NOT_ABOUT_IT.value, "It is not about this piece"),
    (ReportReason.OTHER.value, "Something else"),
)


def _words(label: str, limit: int, rows: int, **more: Any) -> Any:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=limit, widget=widget, **more)


class ReviewForm(forms.Form):
    """A rating, and words if somebody likes."""

    rating = forms.TypedChoiceField(
        label="How many stars?", choices=STARS, coerce=int, widget=forms.RadioSelect
    )
    fit = forms.ChoiceField(label="How does it fit?", choices=FITS, required=False)
    title = forms.CharField(label="In short", max_length=120, required=False)
    body = _words(
        "What is it like?",
        4000,
        5,
        required=False,
        help_text="The cloth, the cut, how you wear it. No links, numbers or addresses.",
    )


class ReportForm(forms.Form):
    """Why a review should be looked at."""

    reason = forms.ChoiceField(label="What is wrong with it?", choices=REPORT_REASONS)
    note = forms.CharField(label="A word to us", max_length=500, required=False)


class ReplyForm(forms.Form):
    """A house's answer."""

    body = _words("Your reply", 2000, 3)


class VendorReviewsForm(forms.Form):
    """Which reviews a house looks at."""

    SHOWN = (("", "All"), ("no", "Without a reply"), ("yes", "Answered"))

    answered = forms.ChoiceField(required=False, choices=SHOWN)

    @property
    def is_answered(self) -> bool | None:
        """What was asked for; None is everything, also for what makes no sense."""
        word = self.cleaned_data.get("answered") if self.is_valid() else ""
        return {"yes": True, "no": False}.get(word or "")
