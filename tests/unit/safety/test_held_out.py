"""How much is found of what was neither learnt nor thought of when the patterns were written."""

from __future__ import annotations

from bot.safety import recognise
from tests.unit.safety import held_out

LEAST_RECALL = 0.93
MOST_FALSE_ALARMS = 0.15  # of sentences that nearly all look like a danger


def _alarms(sentences: list[str]) -> list[str]:
    found = [(one, recognise(one)) for one in sentences]
    return [one for one, signal in found if signal is not None and signal.kind == "danger"]


def test_dangers_are_found() -> None:
    sentences = held_out.lines(held_out.DANGER)
    missed = sorted(set(sentences) - set(_alarms(sentences)))
    assert len(sentences) == 60
    assert len(missed) <= (1 - LEAST_RECALL) * len(sentences), missed


def test_lookalikes_are_left_alone() -> None:
    sentences = held_out.lines(held_out.HARMLESS)
    false = _alarms(sentences)
    assert len(sentences) == 60
    assert len(false) <= MOST_FALSE_ALARMS * len(sentences), false
