"""The smallest valid zones and methods. Call `.create()`: it is typed."""

from typing import Any

from factory.declarations import Sequence
from factory.django import DjangoModelFactory

from apps.delivery.models import DeliveryMethod, Zone


class ZoneFactory(DjangoModelFactory[Zone]):
    """Lagos, of the shop."""

    class Meta:
        model = Zone

    name: Any = Sequence(lambda n: f"Lagos {n}")
    countries: Any = ["NG"]
    states: Any = ["Lagos"]


class MethodFactory(DjangoModelFactory[DeliveryMethod]):
    """A courier of the shop for 1,500 naira, everywhere."""

    class Meta:
        model = DeliveryMethod

    name: Any = Sequence(lambda n: f"Rider {n}")
    fee_minor = 150_000
    currency = "NGN"
    min_days = 1
    max_days = 3
