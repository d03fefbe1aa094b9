"""The smallest valid vendors. Call `.create()`: it is typed."""

from typing import Any

from factory.declarations import LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from apps.authentication.tests.factories import UserFactory
from apps.common import clock
from apps.vendors.models import Vendor, VendorMember
from apps.vendors.states import MemberRole, VendorStatus


class VendorFactory(DjangoModelFactory[Vendor]):
    """An open vendor without people; `owner=user` gives it one."""

    class Meta:
        model = Vendor
        skip_postgeneration_save = True

    store_name: Any = Sequence(lambda n: f"Adire House {n}")
    slug: Any = Sequence(lambda n: f"adire-house-{n}")
    city = "Abeokuta"
    state = "Ogun"
    status = VendorStatus.APPROVED
    approved_at: Any = LazyFunction(clock.now)

    @post_generation
    def owner(obj, create: bool, extracted: Any, **kwargs: Any) -> None:  # noqa: N805 -- the vendor
        """Make the account given its owner."""
        if extracted:
            VendorMemberFactory.create(vendor=obj, user=extracted, role=MemberRole.OWNER)


class VendorMemberFactory(DjangoModelFactory[VendorMember]):
    """A person of staff."""

    class Meta:
        model = VendorMember

    vendor: Any = SubFactory(VendorFactory)
    user: Any = SubFactory(UserFactory)
    role = MemberRole.STAFF
