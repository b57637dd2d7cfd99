import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.rows import ChildRow, EpisodeRow
from ehp_desktop.review.care_story import Stretch, care_story
from ehp_desktop.review.facts import Facts, facts_on
from ehp_desktop.review.parameters import ParameterSet

day = dt.date
AS_OF = day(2021, 9, 30)


@pytest.fixture
def facts(make_child: Callable[..., ChildRow]) -> Callable[..., Facts]:
    parameters = ParameterSet.load().at(AS_OF)

    def make(**given: Any) -> Facts:
        return facts_on(make_child(**given), AS_OF, parameters, CodeSet.WALES)

    return make


def episode(
    start: dt.date, end: dt.date | None, legal_status: str | None, placement: str | None
) -> EpisodeRow:
    return EpisodeRow("1001", start, end, "S", legal_status, placement, None)


def test_without_episodes_the_record_is_the_story(facts: Callable[..., Facts]) -> None:
    story = care_story(facts())
    assert story.orders == (Stretch(day(2018, 6, 12), None, "C2"),)
    assert story.placements == (Stretch(day(2020, 7, 28), None, "P1"),)
    assert story.reviews == (day(2021, 7, 15),)
    assert story.start == day(2018, 3, 1)  # looked after since


def test_episodes_that_follow_each_other_are_joined(facts: Callable[..., Facts]) -> None:
    episodes = [
        episode(day(2018, 3, 1), day(2018, 6, 12), "C1", "F2"),
        episode(day(2018, 6, 12), day(2020, 7, 28), "C2", "F2"),
        episode(day(2020, 7, 28), None, "C2", "P1"),
    ]
    story = care_story(facts(), episodes)
    assert story.orders == (
        Stretch(day(2018, 3, 1), day(2018, 6, 12), "C1"),
        Stretch(day(2018, 6, 12), None, "C2"),
    )
    assert story.placements == (
        Stretch(day(2018, 3, 1), day(2020, 7, 28), "F2"),
        Stretch(day(2020, 7, 28), None, "P1"),
    )


def test_the_record_has_the_last_word_on_the_present(facts: Callable[..., Facts]) -> None:
    episodes = [episode(day(2018, 3, 1), None, "C1", "F2")]
    story = care_story(facts(), episodes)
    assert story.orders == (
        Stretch(day(2018, 3, 1), day(2018, 6, 12), "C1"),
        Stretch(day(2018, 6, 12), None, "C2"),
    )


def test_what_lies_ahead_is_not_told(facts: Callable[..., Facts]) -> None:
    late = day(2021, 10, 1)
    episodes = [
        episode(day(2018, 3, 1), late, "C2", "F2"),
        episode(late, None, "C2", "P1"),
    ]
    row = facts(legal_status_date=late, placement_start=late, last_review_date=late)
    story = care_story(row, episodes, [late, day(2020, 1, 1)], [late, AS_OF])
    assert story.orders == (Stretch(day(2018, 3, 1), None, "C2"),)
    assert story.placements == (Stretch(day(2018, 3, 1), None, "F2"),)
    assert story.reviews == (day(2020, 1, 1),)
    assert story.surgeries == (AS_OF,)


def test_nothing_recorded_is_no_story(facts: Callable[..., Facts]) -> None:
    nothing = dict.fromkeys(
        ("looked_after_since", "legal_status_date", "placement_start", "last_review_date")
    )
    assert care_story(facts(**nothing)).start is None
