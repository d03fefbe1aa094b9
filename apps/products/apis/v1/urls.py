"""Catalogue addresses below /api/v1/."""

from django.urls import path

from apps.products.apis.v1 import review_urls, vendor_views, views

OWN = "vendor/products/<uuid:product_id>/"

urlpatterns = [
    *review_urls.urlpatterns,
    path("products/", views.ProductList.as_view()),
    path("products/<slug:slug>/", views.ProductDetail.as_view()),
    path("products/<slug:slug>/related/", views.RelatedProducts.as_view()),
    path("categories/", views.CategoryTree.as_view()),
    path("vendor/products/", vendor_views.OwnProducts.as_view()),
    path(OWN, vendor_views.OwnProduct.as_view()),
    path(f"{OWN}variants/", vendor_views.OwnVariants.as_view()),
    path(f"{OWN}media/", vendor_views.OwnMedia.as_view()),
    path(f"{OWN}media/<uuid:media_id>/", vendor_views.OneMedia.as_view()),
    path(f"{OWN}publish/", vendor_views.Publication.as_view()),
    path(f"{OWN}archive/", vendor_views.Archive.as_view()),
]
