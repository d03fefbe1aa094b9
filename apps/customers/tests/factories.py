"""The smallest valid address, and one as a person types it."""

import factory

from apps.authentication.tests.factories import UserFactory
from apps.customers.models import Address

# What a person types in.
HOME = {
    "label": "Home",
    "name": "Ada Obi",
    "phone": "0803 123 4567",
    "line1": "12 Adeniran Ogunsanya Street",
    "landmark": "opposite the blue mosque",
    "city": "Surulere",
    "lga": "surulere",
    "state": "LAGOS",
}


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
