"""The smallest valid accounts."""

from typing import Any

import factory

from apps.authentication.models import User

PASSWORD = "correct horse battery"


class UserFactory(factory.django.DjangoModelFactory[User]):
    """An active account with a confirmed address and PASSWORD."""

    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"person{number}@example.com")
    name = factory.Sequence(lambda number: f"Person {number}")
    password = PASSWORD
    verified = True

    @classmethod
    def _create(cls, model_class: type[User], *_: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(**kwargs)
