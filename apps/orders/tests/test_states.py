"""Every pair of states: exactly these moves."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from apps.common.state_machine import IllegalTransition
from apps.orders.states import ORDER, PART, OrderStatus, PartStatus

ORDER_MOVES = {
    ("pending", "paid"),
    ("pending", "cancelled"),
    ("pending", "expired"),
    ("paid", "completed"),
    ("cancelled", "paid"),
    ("expired", "paid"),
}
PART_MOVES = {
    ("pending", "paid"),
    ("pending", "cancelled"),
    ("paid", "shipped"),
    ("shipped", "delivered"),
    ("cancelled", "paid"),
}


def test_the_tables_hold_these_moves_and_no_others() -> None:
    orders, parts = list(OrderStatus), list(PartStatus)
    assert {(a, b) for a in orders for b in orders if ORDER.allows(a, b)} == ORDER_MOVES
    assert {(a, b) for a in parts for b in parts if PART.allows(a, b)} == PART_MOVES


@given(st.lists(st.sampled_from(OrderStatus), max_size=40))
def test_an_order_walks_only_along_its_table(wishes: list[OrderStatus]) -> None:
    walk = [OrderStatus.PENDING]
    for wish in wishes:
        try:
            walk.append(ORDER.check(walk[-1], wish))
        except IllegalTransition:
            assert (walk[-1].value, wish.value) not in ORDER_MOVES
    assert all((a.value, b.value) in ORDER_MOVES for a, b in pairwise(walk))
    assert OrderStatus.COMPLETED not in walk[:-1]
    if OrderStatus.PAID in walk:
        after = walk[walk.index(OrderStatus.PAID) :]
        assert after in ([OrderStatus.PAID], [OrderStatus.PAID, OrderStatus.COMPLETED])


@given(st.lists(st.sampled_from(PartStatus), max_size=40))
def test_a_part_is_shipped_only_once_paid(wishes: list[PartStatus]) -> None:
    walk = [PartStatus.PENDING]
    for wish in wishes:
        try:
            walk.append(PART.check(walk[-1], wish))
        except IllegalTransition:
            assert (walk[-1].value, wish.value) not in PART_MOVES
    assert all((a.value, b.value) in PART_MOVES for a, b in pairwise(walk))
    if PartStatus.SHIPPED in walk:
        assert walk[walk.index(PartStatus.SHIPPED) - 1] is PartStatus.PAID
