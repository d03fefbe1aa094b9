"""The catalogue for staff: search, filters, words and grouping; prices are read, not written."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.authentication.contracts import UserId
from apps.common.admin import ReadOnly
from apps.common.errors import DomainError
from apps.common.large_admin import Large
from apps.common.money import Money
from apps.products import (
    facade,
    groups_admin,  # noqa: F401 -- registers its own
    review_admin,  # noqa: F401 -- registers its own
    search_admin,  # noqa: F401 -- registers its own
)
from apps.products.contracts import MediaId, ProductId
from apps.products.models import Category, Media, Product, SizeGuide, Variant
from apps.products.selectors.staff_search import products_for_staff
from apps.products.services.request_renditions import request_renditions


def _amount(minor: int | None, currency: str) -> str:
    return "" if minor is None else Money(minor, currency).text()


class VariantColumns:
    """Prices as people read them."""

    @admin.display(description="price", ordering="price_minor")
    def price(self, variant: Variant) -> str:
        """Return the regular price."""
        return _amount(variant.price_minor, variant.currency)

    @admin.display(description="sale price", ordering="sale_price_minor")
    def sale_price(self, variant: Variant) -> str:
        """Return the sale price, empty without a sale."""
        return _amount(variant.sale_price_minor, variant.currency)


class VariantInline(ReadOnly, VariantColumns, admin.TabularInline[Variant, Product]):
    """The matrix, read only."""

    model = Variant
    extra = 0
    fields = ("sku", "size", "colour_name", "price", "sale_price", "is_in_stock", "is_active")
    readonly_fields = fields


class MediaInline(ReadOnly, admin.TabularInline[Media, Product]):
    """The pictures and how far they are."""

    model = Media
    extra = 0
    fields = ("image", "alt", "position", "status", "problem")
    readonly_fields = fields


class ProductForm(forms.ModelForm[Product]):
    """What staff may correct in a product."""

    class Meta:
        model = Product
        fields = (
            "title",
            "description",
            "category",
            "brand",
            "collections",
            "tags",
            "seo_title",
            "seo_description",
        )

    def clean_category(self) -> Category | None:
        """Keep a published product in a category."""
        category: Category | None = self.cleaned_data["category"]
        if category is None and self.instance.published_at and self.instance.status == "published":
            raise forms.ValidationError("A published product needs a category.")
        return category


@admin.register(Product)
class ProductAdmin(Large, admin.ModelAdmin[Product]):
    """Products; published and archived by actions, corrected through the service."""

    form = ProductForm
    list_display = ("title", "vendor", "category", "status", "price", "is_in_stock", "created_at")
    list_filter = ("status", "is_in_stock", "is_vendor_open", "category", "created_at")
    list_select_related = ("vendor", "category")
    search_fields = ("slug",)  # shows the box; get_search_results says what is searched
    search_help_text = "Words; or a whole SKU, vendor's name or address."
    readonly_fields = (
        "vendor",
        "slug",
        "status",
        "price",
        "is_in_stock",
        "rating_count",
        "published_at",
        "created_at",
    )
    autocomplete_fields = ("category", "brand", "collections")
    inlines = (VariantInline, MediaInline)
    actions = ("publish", "archive")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Vendors make products."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Product | None = None) -> bool:
        """Orders name it; it is archived instead."""
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Product], search_term: str
    ) -> tuple[QuerySet[Product], bool]:
        """Search by indexes alone; no row comes twice."""
        q = search_term.strip()
        return (products_for_staff(queryset, q) if q else queryset), False

    @admin.display(description="lowest price", ordering="lowest_price_minor")
    def price(self, product: Product) -> str:
        """Return the lowest price."""
        return _amount(product.lowest_price_minor, product.currency)

    def save_model(self, request: HttpRequest, obj: Product, form: Any, change: Any) -> None:
        """Correct through the service, so that its rules hold for staff too."""
        words = form.cleaned_data
        facade.update_product(
            product_id=ProductId(obj.pk),
            title=words["title"],
            description=words["description"],
            category=words["category"].slug if words["category"] else "",
            brand=words["brand"].name if words["brand"] else "",
            tags=words["tags"],
            seo_title=words["seo_title"],
            seo_description=words["seo_description"],
        )

    @admin.action(description="Publish", permissions=["change"])
    def publish(self, request: HttpRequest, chosen: QuerySet[Product]) -> None:
        """Bring the chosen products into the shop."""
        self._each(request, chosen, lambda pk, by: facade.publish_product(product_id=pk, by=by))

    @admin.action(description="Archive", permissions=["change"])
    def archive(self, request: HttpRequest, chosen: QuerySet[Product]) -> None:
        """Take the chosen products out of the shop."""
        self._each(request, chosen, lambda pk, by: facade.archive_product(product_id=pk, by=by))

    def _each(
        self,
        request: HttpRequest,
        chosen: QuerySet[Product],
        move: Callable[[ProductId, UserId], object],
    ) -> None:
        """Move each by itself and tell which could not be."""
        by = UserId(UUID(str(request.user.pk)))
        for product in chosen:
            try:
                move(ProductId(product.pk), by)
            except DomainError as error:
                self.message_user(request, f"{product}: {error.detail}", messages.WARNING)
            else:
                self.message_user(request, f"{product}: done.", messages.SUCCESS)


@admin.register(Variant)
class VariantAdmin(ReadOnly, VariantColumns, Large, admin.ModelAdmin[Variant]):
    """Every SKU, read only: vendors set prices, inventory counts."""

    list_display = ("sku", "product", "size", "colour_name", "price", "sale_price", "is_active")
    list_filter = ("is_active", "is_in_stock")
    list_select_related = ("product",)
    search_fields = ("=sku",)
    search_help_text = "A whole SKU."
    ordering = ("-id",)
    exclude = ("price_minor", "sale_price_minor")
    readonly_fields = ("price", "sale_price")


@admin.register(SizeGuide)
class SizeGuideAdmin(ReadOnly, admin.ModelAdmin[SizeGuide]):
    """Tables of measurements, read only: houses and staff keep them over the API, which judges."""

    list_display = ("title", "vendor", "category", "updated_at")
    list_filter = ("category",)
    list_select_related = ("vendor", "category")
    search_fields = ("title", "vendor__store_name")


@admin.register(Media)
class MediaAdmin(ReadOnly, Large, admin.ModelAdmin[Media]):
    """Pictures and why some are pending."""

    list_display = ("product", "status", "position", "problem", "created_at")
    list_filter = ("status", "created_at")
    list_select_related = ("product",)
    search_fields = ("product__slug__exact",)
    search_help_text = "The last part of a product's address."
    ordering = ("-id",)
    actions = ("ask_again",)

    @admin.action(description="Ask for the pending ones again", permissions=["view"])
    def ask_again(self, request: HttpRequest, chosen: QuerySet[Media]) -> None:
        """Queue the chosen pictures that are pending."""
        asked = request_renditions(media_ids=[MediaId(media.pk) for media in chosen])
        self.message_user(request, f"{asked} pictures queued.", messages.SUCCESS)
