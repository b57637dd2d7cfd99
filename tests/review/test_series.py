import datetime as dt

import pytest
from hypothesis import given, strategies as st

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.review.dates import is_working_day
from ehp_desktop.review.series import MOST_DAYS, NTHS, WEEKDAYS, SeriesRule, series_dates

day = dt.date


def test_first_tuesdays() -> None:
    planned = series_dates(SeriesRule("first", "tuesday"), day(2021, 9, 30), count=3)
    assert [one.date for one in planned] == [day(2021, 10, 5), day(2021, 11, 2), day(2021, 12, 7)]
    assert all(one.moved_from is None for one in planned)


def test_the_day_of_the_start_itself_counts() -> None:
    (only,) = series_dates(SeriesRule("first", "tuesday"), day(2021, 10, 5), count=1)
    assert only.date == day(2021, 10, 5)


def test_a_bank_holiday_moves_to_the_next_working_day() -> None:
    planned = series_dates(SeriesRule("first", "monday"), day(2022, 5, 1), count=1)
    assert planned == [(day(2022, 5, 3), day(2022, 5, 2))]


def test_two_bank_holidays_in_a_row_are_both_passed_over() -> None:
    # 28 December 2020 was the bank holiday for Boxing Day; the last Friday was Christmas Day.
    planned = series_dates(SeriesRule("last", "friday"), day(2020, 12, 1), count=1)
    assert planned == [(day(2020, 12, 29), day(2020, 12, 25))]


def test_until_is_the_last_day_on_which_one_can_fall() -> None:
    rule = SeriesRule("first", "tuesday")
    whole = series_dates(rule, day(2021, 10, 1), until=day(2021, 12, 7))
    short = series_dates(rule, day(2021, 10, 1), until=day(2021, 12, 6))
    assert [len(whole), len(short)] == [3, 2]


def test_every_second_month() -> None:
    rule = SeriesRule("second", "wednesday", every_months=2)
    planned = series_dates(rule, day(2021, 10, 1), count=2)
    assert [one.date for one in planned] == [day(2021, 10, 13), day(2021, 12, 8)]


@pytest.mark.parametrize(
    "words", ["first Tuesday of the month", "First TUESDAY", "first tuesday of each month"]
)
def test_a_rule_said_in_words(words: str) -> None:
    assert SeriesRule.of_words(words) == SeriesRule("first", "tuesday")


@pytest.mark.parametrize(
    "words", ["", "tuesday", "fifth tuesday", "first sunday", "first tuesday of next week"]
)
def test_words_that_are_no_rule_are_refused(words: str) -> None:
    with pytest.raises(RefusedError):
        SeriesRule.of_words(words)


def test_a_series_without_an_end_is_refused() -> None:
    with pytest.raises(RefusedError, match="how many"):
        series_dates(SeriesRule("first", "tuesday"), day(2021, 10, 1))


def test_a_series_too_long_is_refused() -> None:
    rule = SeriesRule("first", "tuesday")
    with pytest.raises(RefusedError):
        series_dates(rule, day(2021, 10, 1), count=MOST_DAYS + 1)
    with pytest.raises(RefusedError):
        series_dates(rule, day(2021, 10, 1), until=day(2031, 10, 1))


@given(
    nth=st.sampled_from(sorted(NTHS)),
    weekday=st.sampled_from(WEEKDAYS),
    start=st.dates(day(2015, 1, 1), day(2035, 1, 1)),
    count=st.integers(1, 13),
)
def test_every_surgery_is_on_a_working_day(
    nth: str, weekday: str, start: dt.date, count: int
) -> None:
    planned = series_dates(SeriesRule(nth, weekday), start, count=count)
    assert len(planned) == count
    for one in planned:
        assert is_working_day(one.date)
        falls = one.moved_from or one.date
        assert falls.weekday() == WEEKDAYS.index(weekday)
        assert falls >= start
    assert [one.date for one in planned] == sorted({one.date for one in planned})
