"""`surgery` and `agenda`: meetings, their cases, and the paper."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest


def ids(console: Any, cohort: str = "parents") -> list[str]:
    return [case["child_id"] for case in console.json("cases", "--cohort", cohort)["cases"]]


@pytest.fixture
def meeting(sample_console: Any) -> str:
    """The number of a surgery on 5 October 2021."""
    ran = sample_console(
        "surgery", "new", "--date", "2021-10-05", "--place", "Tŷ'r Cyngor", "--chair", "Rh. Evans",
        "--lawyer", "H. Beddoe", "--minutes-per-case", "15", "--apologies", "M. Davies",
    )  # fmt: skip
    assert (ran.status, ran.err) == (0, "")
    return str(ran.out).strip()


def test_new_prints_the_number_alone(sample_console: Any) -> None:
    assert sample_console("surgery", "new", "--date", "2021-10-05").out == "1\n"
    assert sample_console.json("surgery", "new", "--date", "2021-11-02") == {"id": 2}


def test_list_has_the_contracts_shape(sample_console: Any, meeting: str) -> None:
    content = sample_console.json("surgery", "list")
    [listed] = content["surgeries"]
    assert listed == {
        "id": int(meeting),
        "date": "2021-10-05",
        "time": "10:00",
        "place": "Tŷ'r Cyngor",
        "state": listed["state"],
        "cases": 0,
    }
    assert list(listed) == ["id", "date", "time", "place", "state", "cases"]


def test_show_has_the_contracts_shape(sample_console: Any, meeting: str) -> None:
    first, second = ids(sample_console)[:2]
    sample_console("surgery", "add", meeting, first, second)
    shown = sample_console.json("surgery", "show", meeting)
    expected = {"id", "date", "time", "place", "chair", "lawyer", "minutes_per_case", "state"}
    assert expected | {"cases"} <= set(shown)
    assert (shown["chair"], shown["lawyer"]) == ("Rh. Evans", "H. Beddoe")
    cases = [(case["position"], case["child_id"], case["start_time"]) for case in shown["cases"]]
    assert cases == [(1, first, "10:00"), (2, second, "10:15")]
    assert set(shown["cases"][0]["routes"]) == {
        "discharge",
        "supervision_order",
        "special_guardianship",
        "child_arrangements",
    }
    assert set(shown["cases"][0]["routes"].values()) <= {"ready", "work_needed", "not_this_route"}


def test_show_for_people_has_the_start_times_and_words(sample_console: Any, meeting: str) -> None:
    sample_console("surgery", "add", meeting, *ids(sample_console)[:3])
    text = sample_console("surgery", "show", meeting).out
    assert "10:30" in text
    assert "needs work first" in text


def test_adding_says_what_was_added_and_what_was_there(sample_console: Any, meeting: str) -> None:
    first, second = ids(sample_console)[:2]
    assert sample_console.json("surgery", "add", meeting, first) == {
        "id": int(meeting),
        "added": [first],
        "removed": [],
        "already_there": [],
        "unknown": [],
    }
    again = sample_console.json("surgery", "add", meeting, first, second)
    assert (again["added"], again["already_there"]) == ([second], [first])


def test_adding_is_all_or_nothing(sample_console: Any, meeting: str) -> None:
    first = ids(sample_console)[0]
    ran = sample_console("surgery", "add", meeting, first, "9999999", "--format", "json")
    assert ran.status == 1
    assert ran.content["unknown"] == ["9999999"]
    assert ran.content["added"] == []
    assert len(ran.err.splitlines()) == 1
    assert sample_console.json("surgery", "show", meeting)["cases"] == []


def test_removing_and_ordering(sample_console: Any, meeting: str) -> None:
    first, second, third = ids(sample_console)[:3]
    sample_console("surgery", "add", meeting, first, second, third)
    sample_console("surgery", "order", meeting, third, first, second)
    removed = sample_console.json("surgery", "remove", meeting, first)
    assert removed["removed"] == [first]
    cases = sample_console.json("surgery", "show", meeting)["cases"]
    assert [(case["position"], case["child_id"]) for case in cases] == [(1, third), (2, second)]


def test_an_order_names_exactly_the_agendas_cases(sample_console: Any, meeting: str) -> None:
    first, second = ids(sample_console)[:2]
    sample_console("surgery", "add", meeting, first, second)
    assert sample_console("surgery", "order", meeting, second).status == 1
    assert sample_console("surgery", "order", meeting, first, first, second).status == 1
    cases = sample_console.json("surgery", "show", meeting)["cases"]
    assert [case["child_id"] for case in cases] == [first, second]


def test_filling_adds_candidates_in_their_order_and_none_twice(
    sample_console: Any, meeting: str
) -> None:
    order = [
        case["child_id"]
        for case in sample_console.json(
            "cases", "--route", "discharge", "--as-of", "2021-10-05"
        )["cases"]
        if case["routes"]["discharge"]["state"] != "not_this_route"
    ]  # fmt: skip
    fill = ("surgery", "fill", meeting, "--route", "discharge")
    first = sample_console.json(*fill, "--limit", "5")
    assert first["added"] == order[:5]
    second = sample_console.json(*fill)
    assert second["added"] == order[5:]
    assert second["already_there"] == order[:5]
    assert sample_console(*fill).out != ""


def test_filling_with_those_ready_alone(sample_console: Any, meeting: str) -> None:
    sample_console(
        "surgery", "fill", meeting, "--route", "discharge", "--state", "ready"
    )  # for the surgery's own day
    cases = sample_console.json("surgery", "show", meeting)["cases"]
    assert {case["routes"]["discharge"] for case in cases} == {"ready"}
    assert len(cases) == 5  # four on the caseload's day, and a bar that lapses on the next


def test_an_agenda_is_never_filled_with_those_it_is_not_for(
    sample_console: Any, meeting: str
) -> None:
    fill = ("surgery", "fill", meeting, "--route", "discharge", "--state", "not_this_route")
    assert sample_console(*fill).status == 2


def test_a_surgery_that_is_not_there(sample_console: Any) -> None:
    ran = sample_console("surgery", "show", "77", "--format", "json")
    assert (ran.status, ran.out) == (1, "")
    assert "77" in ran.err


@pytest.mark.parametrize(
    "wrong",
    [
        ("surgery", "show", "9223372036854775808"),
        ("agenda", "9223372036854775808", "--out", "agenda.pdf"),
        ("surgery", "add", "1", "\udcff"),
        ("explain", "\udcff"),
    ],
)
def test_what_no_store_can_hold_is_wrong_usage(sample_console: Any, wrong: tuple[str, ...]) -> None:
    ran = sample_console(*wrong)
    assert (ran.status, ran.out) == (2, "")


@pytest.mark.parametrize(
    "wrong",
    [
        ("--date", "05/10/2021"),
        ("--date", "20211005"),
        ("--date", "2021-02-30"),
        ("--date", "2021-10-05", "--time", "10"),
        ("--date", "2021-10-05", "--time", "25:00"),
        ("--date", "2021-10-05", "--minutes-per-case", "0"),
        ("--date", "2021-10-05", "--place", "\udcff"),
        ("--date", "9999-12-31"),
        (),
    ],
)
def test_wrong_usage_is_two(sample_console: Any, wrong: tuple[str, ...]) -> None:
    ran = sample_console("surgery", "new", *wrong)
    assert (ran.status, ran.out) == (2, "")


def test_the_agenda_has_the_contracts_shape(
    sample_console: Any, meeting: str, tmp_path: Path
) -> None:
    sample_console("surgery", "add", meeting, *ids(sample_console)[:2])
    paper = tmp_path / "agenda.pdf"
    content = sample_console.json("agenda", meeting, "--out", paper)
    assert list(content)[:3] == ["file", "pages", "sha256"]
    assert content["version"] is None
    assert content["file"] == str(paper)
    assert content["pages"] >= 2
    assert content["sha256"] == hashlib.sha256(paper.read_bytes()).hexdigest()
    assert paper.stat().st_mode & 0o077 == 0


def test_the_same_printing_time_gives_the_same_bytes(
    sample_console: Any, meeting: str, tmp_path: Path
) -> None:
    sample_console("surgery", "add", meeting, *ids(sample_console)[:2])
    papers = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for paper in papers:
        ran = sample_console(
            "agenda", meeting, "--out", paper, "--printed-at", "2021-10-04T16:30",
            "--language", "both", "--names", "full",
        )  # fmt: skip
        assert (ran.status, ran.err) == (0, "")
    assert papers[0].read_bytes() == papers[1].read_bytes()


def test_a_folder_that_is_not_there_is_told(
    sample_console: Any, meeting: str, tmp_path: Path
) -> None:
    ran = sample_console("agenda", meeting, "--out", tmp_path / "nowhere" / "agenda.pdf")
    assert (ran.status, ran.out) == (1, "")
    assert len(ran.err.splitlines()) == 1


def test_json_is_utf_8_as_it_stands(sample_console: Any, meeting: str) -> None:
    out = sample_console("surgery", "list", "--format", "json").out
    assert "Tŷ'r Cyngor" in out
    assert json.loads(out)
