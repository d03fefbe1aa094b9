"""What a house says of its products. Forms read and label; the catalogue judges."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings

from apps.common.money import Money
from apps.products.contracts import CategoryNode, Fit, VariantCard, VariantSpec

FITS = (
    ("", "Not said"),
    (Fit.SMALL.value, "Runs small"),
    (Fit.TRUE.value, "True to size"),
    (Fit.LARGE.value, "Runs large"),
)
MAX_ROWS, SPARE_ROWS = 200, 3


class WareForm(forms.Form):
    """The words of a product; its fields are named as the service names them."""

    title = forms.CharField(label="Title", max_length=200)
    description = forms.CharField(
        label="Description",
        max_length=20_000,
        required=False,
        help_text="Simple HTML such as &lt;p&gt;, &lt;b&gt; and lists is kept.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    category = forms.ChoiceField(label="Category", required=False)
    brand = forms.CharField(label="Brand", max_length=80, required=False)
    tags = forms.CharField(
        label="Search words", max_length=1300, required=False, help_text="Separated by commas."
    )

    def __init__(self, *args: Any, categories: Sequence[CategoryNode], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["category"]
        choice.choices = [("", "None yet"), *_choices(categories)]

    def clean_tags(self) -> list[str]:
        """Return the words apart."""
        return [word for word in self.cleaned_data["tags"].split(",") if word.strip()]


class FitForm(forms.Form):
    """How a product turns out, and its measurements."""

    fit = forms.ChoiceField(label="Fit", choices=FITS, required=False)
    size_guide = forms.ChoiceField(label="Size guide", required=False)

    def __init__(self, *args: Any, guides: Iterable[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["size_guide"]
        named = [(str(guide_id), title) for guide_id, title in guides]
        choice.choices = [("", "That of its category"), *named]

    def arguments(self) -> dict[str, Any]:
        """Return the valid form's values as `set_fit` takes them."""
        said = self.cleaned_data
        return {
            "fit": Fit(said["fit"]) if said["fit"] else None,
            "guide_id": said["size_guide"] or None,
        }


class UploadForm(forms.Form):
    """A picture."""

    file = forms.FileField(
        label="Picture",
        help_text="JPEG, PNG or WebP, at most 10 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    alt = forms.CharField(
        label="What it shows", max_length=300, required=False, help_text="Read out to the blind."
    )


class PictureForm(forms.Form):
    """What a button beside a picture does."""

    do = forms.ChoiceField(
        choices=[(word, word) for word in ("save", "cover", "earlier", "later", "remove")]
    )
    alt = forms.CharField(max_length=300, required=False)


def _naira(label: str, *, required: bool) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=Decimal(0),
        max_digits=13,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01", "min": "0"}),
    )


class CellForm(forms.Form):
    """One row of the matrix; a row without a price is left out."""

    size = forms.CharField(label="Size", max_length=80, required=False)
    colour = forms.CharField(label="Colour", max_length=60, required=False)
    colour_hex = forms.RegexField(r"\A#[0-9a-fA-F]{6}\Z", label="Swatch", required=False)
    price = _naira("Price, naira", required=True)
    sale_price = _naira("Sale price", required=False)
    sku = forms.CharField(label="SKU", max_length=64, required=False)
    weight_g = forms.IntegerField(label="Grams", min_value=0, max_value=1_000_000, required=False)
    barcode = forms.CharField(label="Barcode", max_length=64, required=False)

    def spec(self) -> VariantSpec:
        """Return what a valid row says."""
        said, currency = dict(self.cleaned_data), settings.DEFAULT_CURRENCY
        said.pop("DELETE", None)
        for name in ("price", "sale_price"):
            said[name] = None if said[name] is None else Money.of(said[name], currency)
        return VariantSpec(**{**said, "weight_g": said["weight_g"] or 0})


CellForms = forms.formset_factory(
    CellForm,
    extra=SPARE_ROWS,
    can_delete=True,
    max_num=MAX_ROWS,
    absolute_max=MAX_ROWS + SPARE_ROWS,
)


def specs_of(cells: forms.BaseFormSet[CellForm]) -> list[VariantSpec]:
    """Return the rows of a valid matrix that are to stay; untouched spare rows are none."""
    kept = [form for form in cells.forms if form not in cells.deleted_forms]
    return [form.spec() for form in kept if form.cleaned_data]


def cell_values(variants: Iterable[VariantCard]) -> list[dict[str, Any]]:
    """Return a matrix as its rows begin."""
    return [
        {
            "size": one.size,
            "colour": one.colour,
            "colour_hex": one.colour_hex,
            "price": (one.compare_at or one.price).amount,
            "sale_price": one.price.amount if one.compare_at else None,
            "sku": one.sku,
            "weight_g": one.weight_g or None,
            "barcode": one.barcode,
        }
        for one in variants
    ]


def _choices(nodes: Iterable[CategoryNode]) -> Iterable[tuple[str, str]]:
    for node in nodes:
        yield node.slug, " / ".join(step.name for step in node.path)
        yield from _choices(node.children)
