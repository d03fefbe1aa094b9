"""Transition tables."""

from enum import StrEnum

import pytest

from apps.common.state_machine import IllegalTransition, Transitions


class Light(StrEnum):
    """Two states."""

    OFF = "off"
    ON = "on"


def test_a_move_of_the_table_passes_and_another_is_refused() -> None:
    light = Transitions({Light.OFF: frozenset({Light.ON}), Light.ON: frozenset()})
    assert light.check(Light.OFF, Light.ON) is Light.ON
    with pytest.raises(IllegalTransition) as refusal:
        light.check(Light.ON, Light.OFF)
    assert refusal.value.members == {"from": "on", "to": "off"}


def test_a_state_without_a_row_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="ON"):
        Transitions({Light.OFF: frozenset({Light.ON})})
