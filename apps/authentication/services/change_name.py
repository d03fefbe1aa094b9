"""Change what an account is called."""

from django.db import transaction

from apps.authentication.contracts import Contact, UserId
from apps.authentication.models import User
from apps.authentication.services.checks import check_name, collect


@transaction.atomic
def change_name(*, user_id: UserId, name: str) -> Contact:
    """Set the name.

    Raises:
        UnacceptableInput: too long, or with letters that cannot be seen.
    """
    clean = collect(name=lambda: check_name(name))
    user = User.objects.select_for_update().get(pk=user_id)
    user.name = clean["name"]
    user.save(update_fields=["name"])
    return Contact(UserId(user.pk), user.email, user.name)
