import datetime as dt
import json

from ehp_desktop.models.change_texts import (
    FirstTexts,
    changes_text,
    confirmed_text,
    origins_text,
    read_changes,
    stored_time,
)


def test_a_first_text_gives_every_value_as_it_is_written() -> None:
    text = FirstTexts().text(
        {
            "surname": 'O\'Brien "ŵ" \\ 👧\n',
            "date_of_birth": dt.date(2012, 2, 29),
            "long_term": False,
            "weekly_cost": 123456,
            "reviews_held": 1,
        },
        {"episodes": (0, 3)},
    )

    assert read_changes(text) == (
        {
            "surname": (None, 'O\'Brien "ŵ" \\ 👧\n'),
            "date_of_birth": (None, "2012-02-29"),
            "long_term": (None, "no"),
            "weekly_cost": (None, "1234.56"),
            "reviews_held": (None, "1"),
            "episodes": (None, "3"),
        },
        None,
    )


def test_yes_one_and_a_pound_are_not_mixed_up_though_they_are_equal() -> None:
    texts = FirstTexts()
    values = {"long_term": True, "reviews_held": 1, "weekly_cost": 1, "surname": "1"}

    changes, _ = read_changes(texts.text(values, {}))

    assert [after for _, after in changes.values()] == ["yes", "1", "0.01", "1"]


def test_changes_are_written_and_read_with_what_was_not_recorded() -> None:
    text = changes_text([("team", None, "D"), ("long_term", True, None), ("episodes", 2, 3)])

    assert json.loads(text)["team"] == [None, "D"]
    changes, undoes = read_changes(text)
    assert changes == {"team": (None, "D"), "long_term": ("yes", None), "episodes": ("2", "3")}
    assert undoes is None


def test_a_record_that_takes_another_back_says_which() -> None:
    assert read_changes(changes_text([("team", "D", None), ("undoes", None, 41)])) == (
        {"team": ("D", None)},
        41,
    )


def test_nothing_is_an_empty_object_list_or_none() -> None:
    assert (changes_text([]), confirmed_text([]), origins_text({})) == ("{}", "[]", None)


def test_confirmed_fields_and_origins_are_json() -> None:
    assert json.loads(confirmed_text(["team", "iro"])) == ["team", "iro"]
    assert json.loads(origins_text({"team": (3, 7), "iro": (4, 9)}) or "") == {
        "team": [3, 7],
        "iro": [4, 9],
    }


def test_a_time_is_kept_in_utc_in_whole_seconds() -> None:
    summer = dt.timezone(dt.timedelta(hours=1))

    kept = stored_time(dt.datetime(2021, 7, 1, 0, 30, 5, 999, summer))

    assert (kept.isoformat(), kept.tzinfo) == ("2021-06-30T23:30:05", None)
