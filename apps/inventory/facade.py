"""What neighbours may ask of inventory.

Event handlers that call anything here that moves stock declare `publishes=(StockChanged,)`.
"""

from apps.inventory.errors import OutOfStock, ReservationNotFound
from apps.inventory.selectors.stock import available, counts_of
from apps.inventory.services.count_stock import receive, set_on_hand
from apps.inventory.services.reserve import commit, release, release_expired, reserve
from apps.inventory.services.take_back import take_back
from apps.inventory.states import MovementKind

__all__ = [
    "MovementKind",
    "OutOfStock",
    "ReservationNotFound",
    "available",
    "commit",
    "counts_of",
    "receive",
    "release",
    "release_expired",
    "reserve",
    "set_on_hand",
    "take_back",
]
