"""The smallest valid address."""

import factory

from apps.authentication.tests.factories import UserFactory
from apps.customers.models import Address


class AddressFactory(factory.django.DjangoModelFactory[Address]):
    """An address in Surulere; `is_default` unless said otherwise."""

    class Meta:
        model = Address

    user = factory.SubFactory(UserFactory)
    name = "Ada Obi"
    phone = "+2348031234567"
    line1 = "12 Adeniran Ogunsanya Street"
    city = "Surulere"
    lga = "Surulere"
    state = "Lagos"
    is_default = True
