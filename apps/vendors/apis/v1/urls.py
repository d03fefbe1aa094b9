"""Addresses below /api/v1/."""

from django.urls import path

from apps.vendors.apis.v1 import views

urlpatterns = [
    path("vendors/", views.VendorCollection.as_view()),
    path("vendors/<slug:slug>/", views.VendorPage.as_view()),
    path("vendor/profile", views.OwnProfile.as_view()),
    path("vendor/profile/logo", views.OwnLogo.as_view()),
    path("vendor/profile/cover", views.OwnCover.as_view()),
    path("vendor/application", views.OwnApplication.as_view()),
    path("vendor/members", views.OwnTeam.as_view()),
    path("vendor/members/<uuid:user_id>", views.OwnTeamMember.as_view()),
]
