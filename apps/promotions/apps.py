"""Django's registration of the domain."""

from django.apps import AppConfig


class PromotionsConfig(AppConfig):
    """Coupons: what they take off, for whom, how often."""

    name = "apps.promotions"
    label = "promotions"
