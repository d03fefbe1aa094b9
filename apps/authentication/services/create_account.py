"""Make an account that may sign in at once (demo, tests, staff)."""

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.authentication.models import User


@transaction.atomic
def create_account(
    *, email: str, password: str, name: str, is_staff: bool = False, verified: bool = True
) -> UserId:
    """Create an account without any mail. The caller answers for the input.

    Raises:
        django.db.IntegrityError: the address has an account.
    """
    user = User.objects.create_user(
        email, password, name=name, is_staff=is_staff, verified=verified
    )
    return UserId(user.pk)
