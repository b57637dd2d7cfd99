"""The tables in code are the tables of criteria.md: id, statement, kind, routes, authority."""

import re
from pathlib import Path
from string import Formatter

import pytest

from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.criteria import CRITERIA, CRITERION_BY_ID
from ehp_desktop.review.criteria.criterion import ROUTE_LETTERS, sentences
from ehp_desktop.review.parameters import PARAMETER_NAMES
from ehp_desktop.review.words import Cohort, CriterionKind, Result, Route

_ROW = re.compile(r"^\| ([ERBMC]\d+) \|")
_BY_ROUTE = {
    "E1": {"N": "CA 1989 s.31, s.39(1)", "S": "CA 1989 s.31, s.39(1); s.39(4)"},
    "R12": {"N": "CPPCR(W) Regs 2015 reg 18, Sch 4", "S": "CPPCR(W) Regs 2015 reg 18, Sch 4"},
    "M6": {"G": "SI 2005/1513 Sch", "A": "practice"},
}
_BY_ROUTE["R12"]["A"] = "practice"


def _rows(path: Path) -> list[dict[str, str]]:
    """Each criterion's row: cells by their heading, and the kind that its section names."""
    rows, kind, heads = [], "", []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("### "):
            kind = line[4:].split()[0].lower()
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if line.startswith("| id |"):
            heads = cells
        elif _ROW.match(line):
            rows.append(dict(zip(heads, cells, strict=True)) | {"kind": kind})
    return rows


def test_the_tables_are_those_of_the_document(criteria_md: Path) -> None:
    rows = _rows(criteria_md)
    kinds = {"requirements": "requirement", "blockers": "blocker", "cautions": "caution"}
    said = [
        (row["id"], row["statement"], kinds.get(row["kind"], row["kind"]), row["routes"])
        for row in rows
    ]
    letters = {route: letter for letter, route in ROUTE_LETTERS.items()}
    ours = [
        (one.id, one.statement, str(one.kind), " ".join(letters[route] for route in one.routes))
        for one in CRITERIA
    ]
    assert ours == said
    assert len(ours) == 40


def test_authorities_are_those_of_the_document(criteria_md: Path) -> None:
    for row in _rows(criteria_md):
        one = CRITERION_BY_ID[row["id"]]
        for letter in row["routes"].split():
            expected = _BY_ROUTE.get(one.id, {}).get(letter, row["authority"])
            assert one.authority(ROUTE_LETTERS[letter]) == expected


def test_only_three_authorities_differ_by_route(criteria_md: Path) -> None:
    differing = {
        row["id"] for row in _rows(criteria_md) if re.search(r"\b[NSGA]: ", row["authority"])
    }
    assert differing - {"R3"} == set(_BY_ROUTE)  # R3 names a route that is not its own


def test_ids_are_each_once_and_say_the_kind() -> None:
    assert len(CRITERION_BY_ID) == len(CRITERIA)
    order = [one.kind for one in CRITERIA]
    assert order == sorted(order, key=list(CriterionKind).index)


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda one: one.id)
def test_what_a_criterion_reads_exists(criterion: object) -> None:
    one = CRITERION_BY_ID[criterion.id]  # type: ignore[attr-defined]
    for route in one.routes:
        for cohort in Cohort:
            fields = one.fields(route, cohort)
            assert fields
            assert set(fields) <= set(ChildRow._fields)
            assert set(one.parameters(route, cohort)) <= set(PARAMETER_NAMES)


def test_reads_differ_by_route_and_cohort() -> None:
    bar = CRITERION_BY_ID["R1"]
    assert "application_disposed_date" in bar.fields(Route.DISCHARGE, Cohort.PARENTS)
    assert "application_disposed_date" not in bar.fields(Route.CHILD_ARRANGEMENTS, Cohort.PARENTS)
    assert bar.parameters(Route.DISCHARGE, None) == ("bar_months",)
    assert bar.parameters(Route.SPECIAL_GUARDIANSHIP, None) == ()
    lives = CRITERION_BY_ID["E4"]
    assert "carer_relationship" in lives.fields(Route.SPECIAL_GUARDIANSHIP, Cohort.PARENTS)
    assert "carer_relationship" not in lives.fields(Route.SPECIAL_GUARDIANSHIP, Cohort.KINSHIP)
    assert "carer_relationship" not in lives.fields(Route.CHILD_ARRANGEMENTS, Cohort.PARENTS)


def test_no_sentence_advises_or_ends() -> None:
    said = sentences()
    assert len(said) > 100
    for sentence in said:
        assert not re.search(r"\b(should|must|recommend|advise|step[ -]down)\b", sentence, re.I)
        assert not sentence.endswith(".")
        assert [name for _, name, _, _ in Formatter().parse(sentence) if name == ""] == []


def test_results_are_named_as_in_the_document() -> None:
    assert [str(one) for one in Result] == ["met", "not_met", "unknown", "not_applicable"]
