"""Lock the order of a return, and move the return."""

from uuid import UUID

from apps.common import audit
from apps.common.db import plans
from apps.orders.contracts import Party
from apps.orders.models import Return
from apps.orders.selectors.aftersale import own_return
from apps.orders.services.lock_part import locked_part
from apps.orders.services.note_timeline import note
from apps.orders.states import RETURN, ReturnStatus, Side


def locked_return(return_id: UUID, by: Party) -> Return:
    """The return with its part and order, which stays locked until the end of the transaction.

    Raises:
        ReturnNotFound: there is none, or not for this party.
    """
    part = locked_part(plans.run(own_return(return_id, by)).part_id, by)
    found = Return.objects.get(id=return_id)
    found.part = part
    return found


def move_return(found: Return, target: ReturnStatus, *, reason: str, by: Party) -> None:
    """Move a locked return by its transition table and note it; what staff do is audited.

    Raises:
        IllegalTransition: the table has no such move.
    """
    was = ReturnStatus(found.status)
    found.status = RETURN.check(was, target)
    found.save()
    part = found.part
    note(part.order, part=part, was=was, to=target, reason=reason, actor_id=by.user_id)
    if by.side is Side.STAFF or target is ReturnStatus.RECEIVED:
        audit.record(
            f"return.{target.value}",
            subject=f"return:{found.id}",
            actor_id=by.user_id,
            before={"status": was.value},
            after={"status": target.value},
            reason=reason,
        )
