"""`cases`: who is listed, in which order, in the shape of the contract."""

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from ehp_desktop.review.words import Route

ROUTES = [route.value for route in Route]
KEYS = [
    "child_id",
    "forename",
    "surname",
    "date_of_birth",
    "age",
    "cohort",
    "legal_status",
    "placement_code",
    "routes",
]


def test_the_shape_is_the_contracts(sample_console: Any) -> None:
    content = sample_console.json("cases")
    assert list(content) == ["as_of", "parameters_version", "cases"]
    assert content["as_of"] == "2021-09-30"  # today, unless said
    assert content["parameters_version"]
    for case in content["cases"]:
        assert list(case) == KEYS
        assert list(case["routes"]) == ROUTES
        for route in case["routes"].values():
            assert list(route) == [
                "state",
                "outstanding",
                "earliest_date",
                "closes_on",
                "overridden",
            ]
            assert route["state"] in {"ready", "work_needed", "not_this_route"}


def test_without_a_cohort_the_three_are_listed_by_id(sample_console: Any) -> None:
    cases = sample_console.json("cases")["cases"]
    assert Counter(case["cohort"] for case in cases) == {"parents": 45, "kinship": 96, "foster": 12}
    ids = [case["child_id"] for case in cases]
    assert ids == sorted(ids)


@pytest.mark.parametrize(("cohort", "number"), [("parents", 45), ("kinship", 96), ("foster", 12)])
def test_one_cohort(sample_console: Any, cohort: str, number: int) -> None:
    cases = sample_console.json("cases", "--cohort", cohort)["cases"]
    assert [case["cohort"] for case in cases] == [cohort] * number


def test_all_adds_the_children_in_no_cohort_without_routes(sample_console: Any) -> None:
    cases = sample_console.json("cases", "--cohort", "all")["cases"]
    assert len(cases) == 384
    assert {case["cohort"] is None for case in cases if case["routes"] == {}} == {True}
    assert sum(case["routes"] == {} for case in cases) == 231


def test_a_route_has_its_own_order_and_then_those_it_is_not_for(sample_console: Any) -> None:
    cases = sample_console.json("cases", "--route", "special_guardianship")["cases"]
    assert len(cases) == 153
    states = [case["routes"]["special_guardianship"]["state"] for case in cases]
    rank = {"ready": 0, "work_needed": 1, "not_this_route": 2}
    assert [rank[state] for state in states] == sorted(rank[state] for state in states)
    assert set(states) == set(rank)
    last = [case["child_id"] for case, state in zip(cases, states, strict=True) if rank[state] == 2]
    assert last == sorted(last)
    working = [
        len(case["routes"]["special_guardianship"]["outstanding"])
        for case, state in zip(cases, states, strict=True)
        if state == "work_needed"
    ]
    assert all(fewer <= more for fewer, more in pairwise(working))


@pytest.mark.parametrize("state", ["ready", "work_needed", "not_this_route"])
def test_a_state_of_a_route(sample_console: Any, state: str) -> None:
    cases = sample_console.json("cases", "--route", "discharge", "--state", state)["cases"]
    assert cases
    assert {case["routes"]["discharge"]["state"] for case in cases} == {state}


def test_the_states_of_a_route_are_its_whole(sample_console: Any) -> None:
    whole = sample_console.json("cases", "--route", "discharge")["cases"]
    parts = [
        case
        for state in ("ready", "work_needed", "not_this_route")
        for case in sample_console.json("cases", "--route", "discharge", "--state", state)["cases"]
    ]
    assert parts == whole


def test_a_route_of_all_children_lists_those_without_a_cohort_too(sample_console: Any) -> None:
    cases = sample_console.json("cases", "--route", "discharge", "--cohort", "all")["cases"]
    assert len(cases) == 384


def test_a_state_without_a_route_is_wrong_usage(sample_console: Any) -> None:
    ran = sample_console("cases", "--state", "ready")
    assert (ran.status, ran.out) == (2, "")
    assert "--route" in ran.err


def test_the_day_is_that_of_as_of(sample_console: Any) -> None:
    content = sample_console.json("cases", "--as-of", "2019-06-30")
    assert content["as_of"] == "2019-06-30"
    ids = {case["child_id"] for case in content["cases"]}
    assert ids != {case["child_id"] for case in sample_console.json("cases")["cases"]}


def test_text_is_aligned_for_people_and_says_the_states_in_words(sample_console: Any) -> None:
    ran = sample_console("cases", "--cohort", "parents")
    lines = ran.out.splitlines()
    assert len(lines) == 47
    assert lines[0].startswith("Child ID")
    assert "ready to discuss" in ran.out
    assert "work_needed" not in ran.out
    column = lines[0].index("Legal status")
    assert {line[column - 1] for line in lines[2:]} == {" "}
    assert all(line[column] != " " for line in lines[2:])


def test_text_in_welsh_has_welsh_words(sample_console: Any) -> None:
    english = sample_console("cases", "--cohort", "parents").out
    welsh = sample_console("--language", "cy", "cases", "--cohort", "parents").out
    assert english.splitlines()[2:] != welsh.splitlines()[2:]


def test_an_empty_store_lists_nothing(console: Any) -> None:
    assert console.json("cases")["cases"] == []
    assert console("cases").status == 0


def test_what_is_dated_after_the_day_is_not_printed(console: Any, tmp_path: Path) -> None:
    file = tmp_path / "caseload.csv"
    file.write_text(
        "child_id,date_of_birth,legal_status,legal_status_date,placement_code,placement_start\n"
        "1,14/05/2012,C2,01/06/2015,P1,01/07/2016\n",
        encoding="utf-8",
    )
    assert console("import", file).status == 0

    def printed(day: str) -> tuple[Any, ...]:
        [case] = console.json("cases", "--cohort", "all", "--as-of", day)["cases"]
        return case["date_of_birth"], case["legal_status"], case["placement_code"], case["age"]

    assert printed("2012-05-13") == (None, None, None, None)
    assert printed("2015-05-31") == ("2012-05-14", None, None, 3)
    assert printed("2015-06-01") == ("2012-05-14", "C2", None, 3)
    assert printed("2016-07-01") == ("2012-05-14", "C2", "P1", 4)
    line = console("cases", "--cohort", "all", "--as-of", "2015-05-31").out.splitlines()[2]
    assert "C2" not in line
    assert "P1" not in line


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31", "2200-01-01"])
def test_a_day_of_no_year_that_is_kept_is_wrong_usage(console: Any, day: str) -> None:
    ran = console("cases", "--as-of", day)
    assert (ran.status, ran.out) == (2, "")
    assert "1900 to 2199" in ran.err
