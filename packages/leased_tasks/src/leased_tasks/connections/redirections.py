"""MOVED and ASK: where to go next."""

from redis import exceptions

from leased_tasks.connections.topology import Topology
from leased_tasks.options import Address

MOST_REDIRECTIONS = 5


def target_of(
    error: exceptions.AskError, asked: Address, topology: Topology
) -> tuple[Address, bool]:
    """Return the server that a redirection names, and whether it wants ASKING first."""
    target = (error.host or asked[0], error.port)
    if not isinstance(error, exceptions.MovedError):
        return target, True
    topology.move(error.slot_id, target)
    return target, False
