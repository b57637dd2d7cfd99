"""The calendar rules of criteria.md, section 2."""

import datetime as dt

import pytest
from hypothesis import given, strategies as st

from ehp_desktop.review.dates import (
    Span,
    add_working_days,
    age_on,
    birthday,
    born_by,
    first_day_counting_back,
    is_working_day,
    months_run_from,
    plus_days,
    plus_months,
    span,
    within_months_from,
)

D = dt.date
ONE_DAY = dt.timedelta(1)
days = st.dates(D(1990, 1, 1), D(2060, 12, 31))
months = st.integers(0, 40)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (D(2021, 11, 30), 3, D(2022, 2, 28)),
        (D(2023, 11, 30), 3, D(2024, 2, 29)),
        (D(2021, 1, 31), 1, D(2021, 2, 28)),
        (D(2021, 3, 31), -1, D(2021, 2, 28)),
        (D(2021, 12, 31), 6, D(2022, 6, 30)),
        (D(2021, 6, 15), 0, D(2021, 6, 15)),
        (D(2021, 1, 15), -1, D(2020, 12, 15)),
        (D(2020, 2, 29), 12, D(2021, 2, 28)),
        (D(9999, 12, 1), 1, D.max),
        (D(1, 1, 5), -1, D.min),
    ],
)
def test_plus_months_is_the_corresponding_day(day: D, count: int, expected: D) -> None:
    assert plus_months(day, count) == expected


@given(days, st.integers(-400, 400))
def test_plus_months_keeps_the_day_or_ends_the_month(day: D, count: int) -> None:
    found = plus_months(day, count)
    assert (found.year - day.year) * 12 + found.month - day.month == count
    assert found.day == day.day or (found.day < day.day and (found + ONE_DAY).day == 1)


@given(days, days, months)
def test_plus_months_never_turns_the_order_of_days_round(one: D, other: D, count: int) -> None:
    first, last = sorted((one, other))
    assert plus_months(first, count) <= plus_months(last, count)


@given(days, days, months)
def test_months_have_run_from_a_day_just_as_the_rule_says(start: D, day: D, count: int) -> None:
    assert (start <= months_run_from(day, count)) == (day >= plus_months(start, count))


@given(days, days, months)
def test_a_day_lies_within_months_just_as_the_rule_says(start: D, day: D, count: int) -> None:
    assert (start >= within_months_from(day, count)) == (day <= plus_months(start, count))


@given(days, months)
def test_threshold_days_are_exact_at_their_edges(day: D, count: int) -> None:
    latest, earliest = months_run_from(day, count), within_months_from(day, count)
    assert plus_months(latest, count) <= day < plus_months(latest + ONE_DAY, count)
    assert plus_months(earliest - ONE_DAY, count) < day <= plus_months(earliest, count)


@given(days, days, st.sampled_from([16, 17, 18]), months)
def test_a_birthday_is_so_far_off_just_as_the_rule_says(
    born: D, day: D, age: int, count: int
) -> None:
    time_left = day < plus_months(birthday(born, age), -count)
    assert (born > born_by(day, age, count)) == time_left


@given(days, st.sampled_from([16, 17, 18]), months)
def test_the_latest_birth_is_exact_at_its_edge(day: D, age: int, count: int) -> None:
    latest = born_by(day, age, count)
    assert plus_months(birthday(latest, age), -count) <= day
    assert plus_months(birthday(latest + ONE_DAY, age), -count) > day


@given(days, months)
def test_counting_back_gives_the_first_day_that_fits(day: D, count: int) -> None:
    first = first_day_counting_back(day, count)
    assert day <= plus_months(first, -count)
    assert day > plus_months(first - ONE_DAY, -count)


def test_counting_back_is_not_counting_on() -> None:
    assert plus_months(D(2021, 8, 31), 3) == D(2021, 11, 30)
    assert first_day_counting_back(D(2021, 8, 31), 3) == D(2021, 12, 1)
    assert first_day_counting_back(D(2021, 9, 3), 3) == D(2021, 12, 3)


@pytest.mark.parametrize(
    ("born", "age", "expected"),
    [
        (D(2004, 2, 29), 17, D(2021, 3, 1)),
        (D(2004, 2, 29), 16, D(2020, 2, 29)),
        (D(2004, 2, 28), 17, D(2021, 2, 28)),
        (D(2003, 10, 1), 18, D(2021, 10, 1)),
        (D(9990, 1, 1), 18, D.max),
    ],
)
def test_birthdays(born: D, age: int, expected: D) -> None:
    assert birthday(born, age) == expected


@given(days, st.integers(0, 30))
def test_an_age_is_reached_at_the_start_of_its_birthday(born: D, age: int) -> None:
    on = birthday(born, age)
    assert age_on(born, on) == age
    assert age_on(born, on - ONE_DAY) == age - 1


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (D(2021, 9, 30), True),
        (D(2021, 10, 2), False),  # Saturday
        (D(2021, 10, 3), False),
        (D(2021, 12, 27), False),  # Christmas Day's substitute
        (D(2021, 12, 28), False),  # Boxing Day's
        (D(2021, 12, 29), True),
        (D(2021, 4, 2), False),  # Good Friday
        (D(2021, 4, 5), False),  # Easter Monday
        (D(2020, 5, 8), False),  # May Day, moved that year
        (D(2020, 5, 4), True),
        (D(2022, 9, 19), False),  # the late Queen's funeral
        (D(2021, 7, 12), True),  # a holiday in Northern Ireland alone
        (D(2021, 1, 4), True),  # and in Scotland alone
    ],
)
def test_working_days_are_those_of_england_and_wales(day: D, *, working: bool) -> None:
    assert is_working_day(day) is working


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (D(2021, 9, 1), 20, D(2021, 9, 29)),
        (D(2021, 12, 10), 20, D(2022, 1, 12)),
        (D(2021, 9, 4), 1, D(2021, 9, 6)),  # from a Saturday, day 0
        (D(2021, 9, 3), 1, D(2021, 9, 6)),
        (D(2021, 9, 4), 0, D(2021, 9, 4)),
        (D.max, 3, D.max),
    ],
)
def test_working_days_after_a_day(day: D, count: int, expected: D) -> None:
    assert add_working_days(day, count) == expected


def test_days_beyond_the_calendar_end_with_it() -> None:
    assert plus_days(D(2021, 9, 30), 1) == D(2021, 10, 1)
    assert plus_days(D.max, 7) == D.max


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (D(2020, 7, 28), D(2021, 9, 30), Span(1, 2, 0)),
        (D(2021, 8, 31), D(2021, 9, 30), Span(0, 1, 0)),
        (D(2021, 8, 30), D(2021, 9, 29), Span(0, 0, 30)),
        (D(2021, 9, 30), D(2021, 9, 30), Span(0, 0, 0)),
        (D(2020, 2, 29), D(2021, 2, 28), Span(1, 0, 0)),
    ],
)
def test_spans(start: D, end: D, expected: Span) -> None:
    assert span(start, end) == expected
