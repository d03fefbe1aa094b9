"""The catalogue as a Django app."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """Categories, brands, collections, products, variants, pictures, reviews, search."""

    name = "apps.products"
    label = "products"
    verbose_name = "Catalogue"
