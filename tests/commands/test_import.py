"""`import`: the plan and what was stored, in the shape of the contract; what is refused."""

import sys
from pathlib import Path
from typing import Any

import pytest

from ehp_desktop.review import sample

HEADER = "child_id,date_of_birth,forename,surname,placement_code\n"
GOOD = "0001,14/05/2012,Siân,ap Rhys,P1\n"
BAD = "0002,14/15/2012,Llŷr,Gŵyr,F1\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "caseload.csv"


def write(file: Path, *rows: str) -> Path:
    file.write_text(HEADER + "".join(rows), encoding="utf-8")
    return file


def children(console: Any) -> list[str]:
    content = console.json("cases", "--cohort", "all")
    return [case["child_id"] for case in content["cases"]]


def test_the_shape_is_the_contracts(console: Any, file: Path) -> None:
    content = console("import", write(file, GOOD, BAD), "--format", "json").content
    assert list(content) == [
        "files",
        "profile",
        "as_of",
        "rows",
        "new",
        "changed",
        "unchanged",
        "refused",
        "missing_from_file",
        "applied",
        "problems",
    ]
    assert content["files"] == {"caseload.csv": {"encoding": "UTF-8", "rows_read": 2}}
    assert (content["profile"], content["as_of"]) == ("extract", "2021-09-30")
    counts = {name: content[name] for name in ("rows", "new", "changed", "unchanged", "refused")}
    assert counts == {"rows": 2, "new": 1, "changed": 0, "unchanged": 0, "refused": 1}
    assert content["applied"] is True
    [problem] = content["problems"]
    assert list(problem) == [
        "severity",
        "file",
        "sheet",
        "row",
        "column",
        "field",
        "value",
        "message",
        "child_id",
    ]
    assert (problem["severity"], problem["file"], problem["row"]) == ("error", "caseload.csv", 3)
    assert (problem["column"], problem["field"]) == ("B", "date_of_birth")
    assert problem["value"] == "14/15/2012"


def test_all_taken_is_done(console: Any, file: Path) -> None:
    ran = console("import", write(file, GOOD))
    assert (ran.status, ran.err) == (0, "")
    assert "1 new" in ran.out
    assert children(console) == ["0001"]


def test_some_refused_is_three_and_the_others_are_stored(console: Any, file: Path) -> None:
    ran = console("import", write(file, GOOD, BAD))
    assert (ran.status, ran.err) == (3, "")
    assert children(console) == ["0001"]


def test_nothing_accepted_is_one_with_its_json(console: Any, file: Path) -> None:
    ran = console("import", write(file, BAD), "--format", "json")
    assert ran.status == 1
    assert ran.content["applied"] is False
    assert ran.content["refused"] == 1
    assert len(ran.err.splitlines()) == 1
    assert "Llŷr" not in ran.err
    assert children(console) == []


def test_check_stops_at_the_plan(console: Any, file: Path) -> None:
    ran = console("import", write(file, GOOD), "--check", "--format", "json")
    assert ran.status == 0
    assert ran.content["applied"] is False
    assert ran.content["new"] == 1
    assert children(console) == []


def test_check_of_a_file_with_refused_rows_is_three(console: Any, file: Path) -> None:
    assert console("import", write(file, GOOD, BAD), "--check").status == 3


def test_check_shows_each_field_before_and_after(console: Any, file: Path) -> None:
    console("import", write(file, GOOD))
    moved = GOOD.replace("P1", "F1")
    ran = console("import", write(file, moved), "--check")
    assert "0001: placement_code: P1 -> F1" in ran.out.splitlines()


def test_a_blank_is_kept_unless_blanks_are_cleared(console: Any, file: Path) -> None:
    console("import", write(file, GOOD))
    blank = GOOD.replace("Siân", "")
    kept = console("import", write(file, blank), "--check")
    assert "0001: blank in the file and kept: forename" in kept.out
    console("import", file)
    assert console.json("cases")["cases"][0]["forename"] == "Siân"
    cleared = console("import", file, "--clear-blanks", "--format", "json").content
    assert cleared["changed"] == 1
    assert console.json("cases")["cases"][0]["forename"] is None


def test_the_same_file_twice_changes_nothing_and_says_so(console: Any, file: Path) -> None:
    write(file, GOOD)
    assert console("import", file).status == 0
    again = console("import", file)
    assert again.status == 0
    assert "nothing changed" in again.out
    content = console("import", file, "--format", "json").content
    assert (content["new"], content["changed"], content["unchanged"]) == (0, 0, 1)


def test_children_not_in_the_file_are_counted_and_left(console: Any, file: Path) -> None:
    console("import", write(file, GOOD))
    other = GOOD.replace("0001", "0009")
    content = console("import", write(file, other), "--format", "json").content
    assert content["missing_from_file"] == 1
    assert children(console) == ["0001", "0009"]


@pytest.mark.parametrize("options", [(), ("--check",)], ids=["applied", "checked"])
def test_what_is_kept_and_who_is_missing_is_listed(
    console: Any, file: Path, options: tuple[str, ...]
) -> None:
    console("import", write(file, GOOD, GOOD.replace("0001", "0003")))
    said = console("import", write(file, GOOD.replace("Siân", "")), *options).out
    assert "0001: blank in the file and kept: forename" in said
    assert "0003: not in the file" in said


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such file names")
def test_a_file_whose_name_is_no_text_is_taken(console: Any, tmp_path: Path) -> None:
    name = "caseload-\udcff.csv"
    write(tmp_path / name, GOOD)
    content = console.json("import", tmp_path / name)
    assert list(content["files"]) == ["caseload-\\udcff.csv"]
    assert content["new"] == 1


def test_a_file_that_is_not_there_is_one(console: Any, tmp_path: Path) -> None:
    ran = console("import", tmp_path / "none.csv", "--format", "json")
    assert (ran.status, ran.out) == (1, "")
    assert "none.csv" in ran.err


def test_no_file_is_wrong_usage(console: Any) -> None:
    assert console("import").status == 2


def test_a_return_of_several_files(console: Any, tmp_path: Path) -> None:
    paths = []
    for name, content in sample.return_csvs().items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(content)
    content = console("import", *paths, "--as-of", "2021-09-30", "--format", "json").content
    assert content["profile"] == "ssda903"
    assert list(content["files"]) == ["header.csv", "episodes.csv", "reviews.csv"]
    assert content["new"] == content["rows"] > 450


def test_the_extract_of_the_sample_is_taken_whole(
    console: Any, tmp_path: Path, extract: bytes
) -> None:
    path = tmp_path / "extract.csv"
    path.write_bytes(extract)
    content = console.json("import", path, "--as-of", "2021-09-30")
    assert (content["refused"], content["problems"]) == (0, [])
    assert len(children(console)) == 384
