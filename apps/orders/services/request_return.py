"""A buyer wants to send goods back."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from apps.common import audit, clock
from apps.common.db import plans
from apps.common.errors import InvalidInput
from apps.common.ids import new_id
from apps.common.outbox import publish
from apps.common.pictures import reencode
from apps.orders.contracts import Party
from apps.orders.errors import NotReturnable, ReturnWindowClosed, TooManyPhotos
from apps.orders.events import ReturnRequested
from apps.orders.models import OrderLine, Return, ReturnLine, ReturnPhoto, Shipment, VendorPart
from apps.orders.selectors.aftersale import own_return, return_until, units_coming_back
from apps.orders.services.count_units import chosen_units
from apps.orders.services.lock_part import locked_part, only
from apps.orders.services.note_timeline import note
from apps.orders.states import PartStatus, ReturnReason, ReturnStatus, Side

MAX_PHOTOS = 4
LONGEST_SIDE = 1600
MAX_WORDS = 500


def request_return(
    *,
    part_id: UUID,
    by: Party,
    lines: Mapping[UUID, int],
    reason: ReturnReason,
    comment: str = "",
    photos: Sequence[bytes] = (),
) -> UUID:
    """Ask the vendor to take units back; answers the return's id. Locks the order.

    Units that another open return speaks for cannot be named again. Photos are written anew before
    the lock is taken.

    Args:
        part_id: the part.
        by: the buyer, or staff for the buyer.
        lines: units by variant.
        reason: from the list.
        comment: in the buyer's words, at most 500 characters.
        photos: up to four JPEG, PNG or WebP files.

    Raises:
        PartNotFound: no such part for this party.
        NotAllowed: the vendor asks.
        NotReturnable, ReturnWindowClosed: it has not arrived, or too long ago.
        InvalidInput, UnknownLine, FewerLeft: the lines do not fit what was kept.
        PictureRefused, TooManyPhotos: a photo cannot be used.
    """
    only(by, Side.BUYER)
    if len(photos) > MAX_PHOTOS:
        raise TooManyPhotos(f"At most {MAX_PHOTOS} photos.")
    if len(comment) > MAX_WORDS:
        raise InvalidInput(errors={"comment": [f"At most {MAX_WORDS} characters."]})
    pictures = [reencode(photo, longest_side=LONGEST_SIDE) for photo in photos]
    return _write(part_id, by, lines, Return(reason=reason, comment=comment.strip()), pictures)


@transaction.atomic
def _write(
    part_id: UUID, by: Party, lines: Mapping[UUID, int], wish: Return, pictures: Sequence[bytes]
) -> UUID:
    part = locked_part(part_id, by)
    _refuse_unless_in_time(part)
    coming = units_coming_back(part)
    found = OrderLine.objects.filter(part=part).order_by("id")
    units = chosen_units({line: line.kept - coming.get(line.pk, 0) for line in found}, lines)
    wish.part = part
    wish.save()
    ReturnLine.objects.bulk_create(
        ReturnLine(of=wish, line=line, quantity=count) for line, count in units
    )
    for picture in pictures:
        _keep(wish, picture)
    words = f"Return requested: {wish.reason.replace('-', ' ')}"
    note(part.order, part=part, to=ReturnStatus.REQUESTED, reason=words, actor_id=by.user_id)
    if by.side is Side.STAFF:
        audit.record("return.requested", subject=f"return:{wish.id}", actor_id=by.user_id)
    _tell(part, wish)
    return wish.id


def _refuse_unless_in_time(part: VendorPart) -> None:
    if part.status != PartStatus.DELIVERED:
        raise NotReturnable(f"It is {part.status}; only what was delivered can come back.")
    arrived = Shipment.objects.get(part=part).delivered_at
    assert arrived is not None  # noqa: S101 -- the part is delivered
    until = return_until(arrived)
    if clock.now() > until:
        day = timezone.localtime(until)  # as the buyer's page shows it
        raise ReturnWindowClosed(
            f"Returns were possible until {day:%d %B %Y}.", until=until.isoformat()
        )


def _tell(part: VendorPart, wish: Return) -> None:
    publish(
        ReturnRequested(
            return_id=wish.id,
            order_id=part.order_id,
            part_id=part.id,
            vendor_id=part.vendor_id,
            buyer_id=part.order.buyer_id,
            reason=wish.reason,
        )
    )


def add_photo(*, return_id: UUID, by: Party, content: bytes) -> UUID:
    """Add a photo to a return that the vendor has not answered; answers its id. Locks the order.

    Raises:
        ReturnNotFound: no such return for this party.
        NotAllowed: the vendor asks.
        PictureRefused: the bytes are no picture that we read.
        TooManyPhotos: it has four, or is answered already.
    """
    only(by, Side.BUYER)
    part_id = plans.run(own_return(return_id, by)).part_id
    picture = reencode(content, longest_side=LONGEST_SIDE)
    with transaction.atomic():
        locked_part(part_id, by)
        wish = Return.objects.get(id=return_id)
        has_room = ReturnPhoto.objects.filter(of=wish).count() < MAX_PHOTOS
        if wish.status != ReturnStatus.REQUESTED or not has_room:
            raise TooManyPhotos(f"At most {MAX_PHOTOS} photos, until the vendor has answered.")
        return _keep(wish, picture)


def _keep(wish: Return, picture: bytes) -> UUID:
    photo = ReturnPhoto(id=new_id(), of=wish)
    photo.file.save(f"{photo.id}.webp", ContentFile(picture), save=False)
    photo.save()
    return photo.id
