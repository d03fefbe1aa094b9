"""The gateways that this program knows, and those that the settings enable."""

from collections.abc import Mapping
from types import MappingProxyType

from django.conf import settings

from apps.payments.errors import PaymentsUnavailable, UnknownGateway
from apps.payments.gateways.base import Gateway
from apps.payments.gateways.sandbox.gateway import SandboxGateway

GATEWAYS: Mapping[str, Gateway] = MappingProxyType({"sandbox": SandboxGateway()})


def gateway(name: str) -> Gateway:
    """The enabled gateway of that name.

    Raises:
        UnknownGateway: it does not exist or is switched off.
    """
    if name not in settings.PAYMENT_GATEWAYS or name not in GATEWAYS:
        raise UnknownGateway(f"No payment gateway is called {name!r} here.")
    return GATEWAYS[name]


def default_gateway() -> Gateway:
    """The first enabled gateway.

    Raises:
        PaymentsUnavailable: none is enabled.
    """
    if not settings.PAYMENT_GATEWAYS:
        raise PaymentsUnavailable("The shop cannot take payments at the moment.")
    return gateway(settings.PAYMENT_GATEWAYS[0])
