"""Pages of payments: the sandbox provider's own site."""

from django.urls import path

from apps.payments.gateways.sandbox.views import pay

urlpatterns = [path("sandbox/pay/<slug:token>", pay, name="sandbox-pay")]
