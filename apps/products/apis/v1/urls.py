"""Catalogue addresses below /api/v1/."""

from django.urls import path

from apps.products.apis.v1 import (
    matrix_views,
    review_urls,
    size_guides,
    staff_groups,
    staff_products,
    vendor_views,
    views,
)

OWN = "vendor/products/<uuid:product_id>/"
STAFF = "staff/products/<uuid:product_id>/"

urlpatterns = [
    *review_urls.urlpatterns,
    path("products/", views.ProductList.as_view()),
    path("products/<slug:slug>/", views.ProductDetail.as_view()),
    path("products/<slug:slug>/related/", views.RelatedProducts.as_view()),
    path("categories/", views.CategoryTree.as_view()),
    path("vendor/products/", vendor_views.OwnProducts.as_view()),
    path("vendor/products/moves/", vendor_views.Moves.as_view()),
    path(OWN, vendor_views.OwnProduct.as_view()),
    path(f"{OWN}variants/", vendor_views.OwnVariants.as_view()),
    path(f"{OWN}variants/<uuid:variant_id>/", matrix_views.OneVariant.as_view()),
    path(f"{OWN}media/", vendor_views.OwnMedia.as_view()),
    path(f"{OWN}media/order/", matrix_views.MediaOrder.as_view()),
    path(f"{OWN}media/<uuid:media_id>/", matrix_views.OneMedia.as_view()),
    path(f"{OWN}fit/", size_guides.OwnFit.as_view()),
    path(f"{OWN}publish/", vendor_views.Publication.as_view()),
    path(f"{OWN}archive/", vendor_views.Archive.as_view()),
    path(f"{OWN}restore/", vendor_views.Restoration.as_view()),
    path(f"{OWN}duplicate/", vendor_views.Duplicate.as_view()),
    path("vendor/size-guides/", size_guides.OwnSizeGuides.as_view()),
    path("vendor/size-guides/<uuid:guide_id>/", size_guides.OwnSizeGuide.as_view()),
    path("staff/products/", staff_products.StaffProducts.as_view()),
    path(STAFF, staff_products.StaffProduct.as_view()),
    path(f"{STAFF}publish/", staff_products.StaffPublication.as_view()),
    path(f"{STAFF}archive/", staff_products.StaffArchive.as_view()),
    path(f"{STAFF}restore/", staff_products.StaffRestoration.as_view()),
    path("staff/categories/", staff_groups.StaffCategories.as_view()),
    path("staff/categories/order/", staff_groups.StaffCategoryOrder.as_view()),
    path("staff/categories/<uuid:category_id>/", staff_groups.StaffCategory.as_view()),
    path("staff/brands/", staff_groups.StaffBrands.as_view()),
    path("staff/brands/<uuid:brand_id>/", staff_groups.StaffBrand.as_view()),
    path("staff/collections/", staff_groups.StaffCollections.as_view()),
    path("staff/collections/<uuid:collection_id>/", staff_groups.StaffCollection.as_view()),
    path("staff/size-guides/", size_guides.StaffSizeGuides.as_view()),
    path("staff/size-guides/<uuid:guide_id>/", size_guides.StaffSizeGuide.as_view()),
]
