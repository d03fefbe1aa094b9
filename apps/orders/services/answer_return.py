"""The vendor answers a return; the buyer takes it back."""

from uuid import UUID

from django.db import transaction

from apps.common.errors import InvalidInput
from apps.common.outbox import publish
from apps.orders.contracts import Party
from apps.orders.events import ReturnApproved, ReturnRefused, ReturnWithdrawn
from apps.orders.models import Return
from apps.orders.rules import says_something
from apps.orders.services.lock_part import only
from apps.orders.services.lock_return import locked_return, move_return
from apps.orders.states import ReturnStatus, Side

MAX_ANSWER = 500


@transaction.atomic
def approve_return(*, return_id: UUID, by: Party, answer: str = "") -> None:
    """The vendor, or staff for it, agrees to take the goods back. Locks the order.

    Raises:
        ReturnNotFound: no such return for this party.
        NotAllowed: the buyer asks.
        InvalidInput: the answer is too long.
        IllegalTransition: it is answered or withdrawn.
    """
    found = _answered(return_id, by, answer)
    move_return(found, ReturnStatus.APPROVED, reason=_words("approved", answer), by=by)
    publish(ReturnApproved(return_id=found.id, **_about(found)))


@transaction.atomic
def refuse_return(*, return_id: UUID, by: Party, answer: str) -> None:
    """The vendor, or staff for it, does not take the goods back, and says why. Locks the order.

    Raises:
        ReturnNotFound: no such return for this party.
        NotAllowed: the buyer asks.
        InvalidInput: no answer is given, or it is too long.
        IllegalTransition: it is answered or withdrawn.
    """
    if not says_something(answer):
        raise InvalidInput(errors={"answer": ["Say why."]})
    found = _answered(return_id, by, answer)
    move_return(found, ReturnStatus.REFUSED, reason=_words("refused", answer), by=by)
    publish(ReturnRefused(return_id=found.id, **_about(found)))


@transaction.atomic
def withdraw_return(*, return_id: UUID, by: Party) -> None:
    """The buyer, or staff for the buyer, gives the wish up. Locks the order.

    Raises:
        ReturnNotFound: no such return for this party.
        NotAllowed: the vendor asks.
        IllegalTransition: it is over.
    """
    only(by, Side.BUYER)
    found = locked_return(return_id, by)
    move_return(found, ReturnStatus.WITHDRAWN, reason="Return withdrawn", by=by)
    publish(ReturnWithdrawn(return_id=found.id, **_about(found)))


def _answered(return_id: UUID, by: Party, answer: str) -> Return:
    only(by, Side.VENDOR)
    if len(answer) > MAX_ANSWER:
        raise InvalidInput(errors={"answer": [f"At most {MAX_ANSWER} characters."]})
    found = locked_return(return_id, by)
    found.answer = answer.strip()
    return found


def _words(verb: str, answer: str) -> str:
    return f"Return {verb}" + (f": {answer.strip()}" if answer.strip() else "")


def _about(found: Return) -> dict[str, UUID]:
    part = found.part
    return {
        "order_id": part.order_id,
        "part_id": part.id,
        "vendor_id": part.vendor_id,
        "buyer_id": part.order.buyer_id,
    }
