"""Undo and reorder of an agenda, as plain sequences."""

import pytest
from hypothesis import given, strategies as st

from ehp_desktop.ui.surgery.agenda_steps import AgendaStep, AgendaSteps, dropped, moved


@pytest.mark.parametrize(
    ("chosen", "steps", "wanted"),
    [
        ("c", -1, "acbd"),
        ("a", -1, "abcd"),
        ("d", 1, "abcd"),
        ("b", 1, "acbd"),
        ("bc", -1, "bcad"),
        ("ab", -1, "abcd"),
        ("cd", 1, "abcd"),
        ("bd", 1, "acbd"),
        ("ad", -2, "adbc"),
        ("", 1, "abcd"),
    ],
)
def test_cases_move_by_places_and_stop_at_the_ends(chosen: str, steps: int, wanted: str) -> None:
    assert "".join(moved("abcd", list(chosen), steps)) == wanted


@pytest.mark.parametrize(
    ("chosen", "before", "wanted"),
    [("d", 0, "dabc"), ("a", 4, "bcda"), ("ac", 2, "bacd"), ("bd", 0, "bdac"), ("b", 1, "abcd")],
)
def test_cases_are_dropped_together_before_a_place(chosen: str, before: int, wanted: str) -> None:
    assert "".join(dropped("abcd", list(chosen), before)) == wanted


CASES = st.lists(st.text("abcdefg", min_size=1, max_size=2), unique=True, max_size=8)


@given(CASES, st.data())
def test_no_move_loses_or_doubles_a_case(cases: list[str], data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(cases), unique=True) if cases else st.just([]))
    places = data.draw(st.integers(-9, 9))
    before = data.draw(st.integers(0, len(cases)))
    for after in (moved(cases, chosen, places), dropped(cases, chosen, before)):
        assert sorted(after) == sorted(cases)
        unmoved = [one for one in cases if one not in chosen]
        assert [one for one in after if one not in chosen] == unmoved
        picked = [one for one in cases if one in chosen]
        assert [one for one in after if one in chosen] == picked


def test_the_last_step_of_a_surgery_is_taken_back_first() -> None:
    steps = AgendaSteps()
    steps.remember(AgendaStep(1, (), ("a",), "Added 1 child"))
    steps.remember(AgendaStep(2, (), ("z",), "Added 1 child"))
    steps.remember(AgendaStep(1, ("a",), ("a", "b"), "Added 1 child"))

    taken = [steps.take_back(1, now) for now in (("a", "b"), ("a",), ())]

    assert [step and step.before for step in taken] == [("a",), (), None]
    assert [step.surgery_id for step in steps.steps] == [2]


def test_a_step_that_changed_nothing_is_not_kept() -> None:
    steps = AgendaSteps()

    assert not steps.remember(AgendaStep(1, ("a",), ("a",), "Moved"))
    assert steps.steps == []


def test_an_agenda_changed_by_somebody_else_is_not_overwritten() -> None:
    steps = AgendaSteps()
    steps.remember(AgendaStep(1, (), ("a",), "Added 1 child"))

    assert steps.take_back(1, ("a", "new")) is None
    assert steps.steps == []
