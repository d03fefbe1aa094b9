"""Addresses of the floor below /api/v1/."""

from django.urls import path

from apps.common.apis.v1 import views

urlpatterns = [path("audit/", views.Audit.as_view(), name="v1_audit")]
