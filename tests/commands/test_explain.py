"""`explain`: every criterion of every route for one child."""

from typing import Any

from ehp_desktop.review.words import Route


def a_child(console: Any, **wanted: Any) -> str:
    cases = console.json("cases", "--cohort", "all")["cases"]
    found = [
        case["child_id"]
        for case in cases
        if all(case[name] == value for name, value in wanted.items())
    ]
    return str(found[0])


def test_the_shape_is_the_contracts(sample_console: Any) -> None:
    child_id = a_child(sample_console, cohort="kinship")
    content = sample_console.json("explain", child_id)
    assert list(content) == ["child_id", "as_of", "cohort", "parameters_version", "routes"]
    assert (content["child_id"], content["as_of"]) == (child_id, "2021-09-30")
    assert list(content["routes"]) == [route.value for route in Route]
    for route in content["routes"].values():
        assert list(route) == ["state", "outstanding", "earliest_date", "closes_on", "criteria"]
        for criterion in route["criteria"]:
            assert list(criterion) == [
                "id",
                "kind",
                "result",
                "met_on",
                "statement",
                "explanation",
                "authority",
                "facts",
                "parameters",
                "override",
            ]
            assert criterion["override"] is None
            assert criterion["statement"]
            assert criterion["authority"]
            for fact in criterion["facts"]:
                assert list(fact) == ["field", "value", "confirmed_on", "source"]


def test_the_outstanding_criteria_are_those_not_met_cautions_apart(sample_console: Any) -> None:
    content = sample_console.json("explain", a_child(sample_console, cohort="parents"))
    for route in content["routes"].values():
        wanting = [
            one["id"]
            for one in route["criteria"]
            if one["kind"] != "caution" and one["result"] != "met"
        ]
        assert route["outstanding"] == wanting


def test_a_fact_names_the_file_and_row_it_came_from(sample_console: Any) -> None:
    content = sample_console.json("explain", a_child(sample_console, cohort="parents"))
    facts = content["routes"]["discharge"]["criteria"][0]["facts"]
    assert facts[0]["field"] == "legal_status"
    assert facts[0]["confirmed_on"] == "2021-09-30"
    assert " row " in facts[0]["source"]


def test_a_child_in_no_cohort_has_no_routes(sample_console: Any) -> None:
    child_id = a_child(sample_console, cohort=None)
    assert sample_console.json("explain", child_id)["routes"] == {}
    assert "no cohort" in sample_console("explain", child_id).out


def test_text_has_each_route_with_its_state_and_every_statement(sample_console: Any) -> None:
    child_id = a_child(sample_console, cohort="parents")
    content = sample_console.json("explain", child_id)
    text = sample_console("explain", child_id).out
    for route in content["routes"].values():
        for criterion in route["criteria"]:
            assert f"{criterion['id']:<3} {criterion['statement']}" in text


def test_nobody_of_that_id_is_told_on_one_line(sample_console: Any) -> None:
    ran = sample_console("explain", "0000000", "--format", "json")
    assert (ran.status, ran.out) == (1, "")
    assert "0000000" in ran.err
    assert len(ran.err.splitlines()) == 1
