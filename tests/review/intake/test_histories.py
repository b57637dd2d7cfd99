import datetime as dt

import pytest

from ehp_desktop.models.rows import EpisodeRow, ReviewRow
from ehp_desktop.review.intake.histories import (
    HistoryChange,
    change_of_episodes,
    change_of_reviews,
)
from ehp_desktop.review.intake.incoming import IncomingEpisode, IncomingReview, RowOrigin

D = dt.date(2018, 3, 31)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def stored(start: str, end: str | None, place: str = "U1") -> EpisodeRow:
    return EpisodeRow("1", day(start), None if end is None else day(end), "S", "C2", place, None)


def incoming(start: str, end: str | None, place: str = "U1") -> IncomingEpisode:
    ended = None if end is None else day(end)
    return IncomingEpisode(day(start), ended, "S", "C2", place, None, RowOrigin(1, 2))


def test_the_same_episodes_change_nothing() -> None:
    given = (incoming("2017-01-01", "2017-06-01"), incoming("2017-06-01", None))
    there = [stored("2017-01-01", "2017-06-01"), stored("2017-06-01", None)]

    assert change_of_episodes(given, there, D) is None


def test_new_episodes_are_added_and_those_of_earlier_years_kept() -> None:
    there = [stored("2014-01-01", "2015-01-01")]

    change = change_of_episodes((incoming("2017-01-01", None),), there, D)

    assert change == HistoryChange("episodes", 1, 2, (), (incoming("2017-01-01", None),))


def test_only_what_the_file_does_not_bear_out_is_forgotten() -> None:
    there = [
        stored("2017-01-01", "2017-06-01"),
        stored("2017-06-01", None),
        stored("2017-09-09", "2017-09-10"),
    ]
    given = (incoming("2017-01-01", "2017-06-01"), incoming("2017-06-01", "2018-01-01"))

    change = change_of_episodes(given, there, D)

    assert change is not None
    assert change.forget == (day("2017-06-01"), day("2017-09-09"))
    assert change.rows == given[1:]
    assert (change.before, change.after) == (3, 2)


def test_an_episode_on_the_imports_day_is_the_files_and_one_after_it_is_not() -> None:
    given = (incoming("2017-01-01", "2017-06-01"),)
    there = [stored("2017-01-01", "2017-06-01"), stored("2018-03-31", "2018-04-02")]

    assert change_of_episodes(given, there, dt.date(2018, 3, 30)) is None
    change = change_of_episodes(given, there, D)
    assert change is not None
    assert change.forget == (D,)


def test_an_episode_of_before_that_is_still_open_is_not_borne_out() -> None:
    given = (incoming("2017-01-02", None),)

    change = change_of_episodes(given, [stored("2017-01-01", None)], D)

    assert change is not None
    assert change.forget == (day("2017-01-01"),)


def test_an_older_return_does_not_open_what_a_later_one_closed() -> None:
    there = [stored("2017-01-01", "2018-05-01"), stored("2018-05-01", None)]

    assert change_of_episodes((incoming("2017-01-01", None),), there, D) is None


def test_an_older_return_whose_last_episode_nobody_closed_says_so() -> None:
    there = [stored("2018-05-01", None)]

    with pytest.raises(ValueError, match="2017"):
        change_of_episodes((incoming("2017-01-01", None),), there, D)


def test_without_episodes_in_the_file_nothing_changes() -> None:
    assert change_of_episodes((), [stored("2017-01-01", None)], D) is None
    assert change_of_reviews((), [ReviewRow("1", D)], D) is None


def test_reviews_of_the_files_span_are_the_files() -> None:
    held = [ReviewRow("1", day(text)) for text in ("2016-01-01", "2017-02-01", "2018-05-01")]
    given = tuple(
        IncomingReview(day(text), RowOrigin(2, row))
        for row, text in enumerate(("2017-01-01", "2018-01-01"), 2)
    )

    change = change_of_reviews(given, held, D)

    assert change == HistoryChange("reviews", 3, 4, (day("2017-02-01"),), given)
