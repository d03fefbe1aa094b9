"""Every pair of states of every table: exactly these moves."""

from enum import StrEnum
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.common.state_machine import IllegalTransition, Transitions
from apps.orders.states import (
    DISPUTE,
    ORDER,
    PART,
    REFUND,
    RETURN,
    SHIPMENT,
    DisputeStatus,
    OrderStatus,
    PartStatus,
    RefundStatus,
    ReturnStatus,
    ShipmentStatus,
)

MOVES = {
    "order": """
        pending: paid cancelled expired
        paid: completed refunded
        cancelled: paid refunded
        expired: paid refunded
    """,
    "part": """
        pending: paid cancelled
        paid: shipped refunded
        shipped: delivered refunded
        cancelled: paid
    """,
    "shipment": """
        in-transit: out-for-delivery failed delivered lost
        out-for-delivery: failed delivered lost
        failed: out-for-delivery delivered lost
    """,
    "return": """
        requested: approved refused withdrawn
        approved: received withdrawn
    """,
    "refund": """
        requested: succeeded failed
        failed: succeeded
    """,
    "dispute": "open: withdrawn for-buyer for-vendor",
}
TABLES: dict[str, tuple[Transitions[StrEnum], type[StrEnum]]] = {
    "order": (ORDER, OrderStatus),  # type: ignore[dict-item]
    "part": (PART, PartStatus),  # type: ignore[dict-item]
    "shipment": (SHIPMENT, ShipmentStatus),  # type: ignore[dict-item]
    "return": (RETURN, ReturnStatus),  # type: ignore[dict-item]
    "refund": (REFUND, RefundStatus),  # type: ignore[dict-item]
    "dispute": (DISPUTE, DisputeStatus),  # type: ignore[dict-item]
}


def moves_of(name: str) -> set[tuple[str, str]]:
    rows = (line.split(":") for line in MOVES[name].strip().splitlines())
    return {(old.strip(), new) for old, targets in rows for new in targets.split()}


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_hold_these_moves_and_no_others(name: str) -> None:
    table, states = TABLES[name]
    legal = moves_of(name)
    for old, new in product(states, states):
        if (old.value, new.value) in legal:
            assert table.check(old, new) is new
        else:
            with pytest.raises(IllegalTransition):
                table.check(old, new)


@given(st.lists(st.sampled_from(OrderStatus), max_size=40))
def test_an_order_walks_only_along_its_table(wishes: list[OrderStatus]) -> None:
    walk = [OrderStatus.PENDING]
    for wish in wishes:
        if ORDER.allows(walk[-1], wish):
            walk.append(ORDER.check(walk[-1], wish))
    assert all((a.value, b.value) in moves_of("order") for a, b in pairwise(walk))
    if OrderStatus.PAID in walk:
        after = walk[walk.index(OrderStatus.PAID) + 1 :]
        assert after in ([], [OrderStatus.COMPLETED], [OrderStatus.REFUNDED])


@given(st.lists(st.sampled_from(PartStatus), max_size=40))
def test_a_part_is_shipped_only_once_paid(wishes: list[PartStatus]) -> None:
    walk = [PartStatus.PENDING]
    for wish in wishes:
        if PART.allows(walk[-1], wish):
            walk.append(PART.check(walk[-1], wish))
    if PartStatus.SHIPPED in walk:
        assert walk[walk.index(PartStatus.SHIPPED) - 1] is PartStatus.PAID
