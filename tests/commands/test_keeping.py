"""`child`, `audit`, `hold` and `purge` as commands."""

import csv
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text("Public inquiry", encoding="utf-8")
    return path


def some_child(console: Any) -> str:
    child_id: str = console.json("cases")["cases"][0]["child_id"]
    return child_id


def test_values_are_set_confirmed_and_cleared(sample_console: Any) -> None:
    child_id = some_child(sample_console)
    done = sample_console.json("child", "set", child_id, "wishes_date=2021-09-01", "team=Gogledd")
    assert {one["field"]: one["after"] for one in done["changes"]}["team"] == "Gogledd"
    again = sample_console.json("child", "set", child_id, "team=Gogledd")
    assert again["changes"] == []
    assert again["confirmed"] == ["team"]
    cleared = sample_console("child", "set", child_id, "team=")
    assert cleared.status == 0
    assert "team: Gogledd -> –" in cleared.out


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        ("favourite_colour=red", '"favourite_colour" is not a field'),
        ("team", '"team" is not a field that can be set'),
        ("wishes_date=09/13/2021", "wishes_date: "),
        ("placement_code=U1", "placement_code: "),
        ("team=a team=b", ""),
    ],
)
def test_what_cannot_be_set(sample_console: Any, pair: str, sentence: str) -> None:
    child_id = some_child(sample_console)
    pairs = pair.split(" ") if pair.count("=") == 2 else [pair]
    ran = sample_console("child", "set", child_id, *pairs)
    assert ran.status == 1
    assert sentence in ran.err
    assert "othing was changed" in ran.err


def test_a_child_leaves_care(sample_console: Any) -> None:
    child_id = some_child(sample_console)
    words = ("child", "left", child_id, "--date", "2021-09-29", "--reason", "e4")
    assert sample_console(*words).status == 0
    listed = sample_console.json("cases", "--cohort", "all")["cases"]
    assert child_id not in {one["child_id"] for one in listed}
    wrong = sample_console("child", "left", child_id, "--date", "2021-09-29", "--reason", "E99")
    assert (wrong.status, wrong.out) == (1, "")


def test_one_childs_whole_record(sample_console: Any, tmp_path: Path) -> None:
    child_id = some_child(sample_console)
    sample_console("child", "set", child_id, "social_worker=Gwenllïan Tŷ")
    out = tmp_path / "record"
    words = ("child", "record", child_id, "--out", out, "--redact", "Gwenllïan Tŷ")
    written = sample_console.json(*words)
    assert written["redactions"] > 0
    assert (out / "child-record.pdf").read_bytes().startswith(b"%PDF")
    with zipfile.ZipFile(out / "child-record.zip") as zipped:
        fields = json.loads(zipped.read("fields.json"))
        everything = b"".join(zipped.read(name) for name in zipped.namelist()).decode()
    assert "Gwenllïan" not in everything
    assert {"field", "value"} <= set(fields[0])
    again = sample_console(*words)
    assert again.status == 1
    assert "nothing was written over it" in again.err
    newest = sample_console.json("audit", "--child", child_id, "--last", 1)["records"][0]
    assert (newest["action"], newest["about"]["paper"]) == ("printed", "record")


def test_the_audit_is_shown_filtered_and_exported(sample_console: Any, tmp_path: Path) -> None:
    child_id = some_child(sample_console)
    sample_console("child", "set", child_id, "team=Gogledd")
    records = sample_console.json("audit", "--child", child_id)["records"]
    assert [one["action"] for one in records] == ["edited a child"]
    assert records[0]["record"] != child_id
    assert sample_console.json("audit", "--since", "2021-10-01")["records"] == []
    assert sample_console.json("audit", "--name", "nobody")["records"] == []
    out = tmp_path / "audit.csv"
    told = sample_console.json("audit", "--out", out)
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert told["records"] == len(rows) > 3
    assert rows[0]["action"] == "signed in"
    text = sample_console("audit", "--last", "1").out
    assert "signed in" in text


def test_a_hold_is_placed_listed_and_lifted(sample_console: Any, text_file: Path) -> None:
    child_id = some_child(sample_console)
    assert sample_console("hold", "add", child_id, "--text-file", text_file).status == 0
    sample_console("child", "left", child_id, "--date", "2021-09-29", "--reason", "E4")
    ran = sample_console("purge", child_id)
    assert ran.status == 1
    assert "legal hold" in ran.err
    (listed,) = sample_console.json("hold", "list")["holds"]
    assert (listed["child_id"], listed["lifted"]) == (child_id, False)
    assert "Public inquiry" in sample_console("hold", "list").out
    sample_console("hold", "lift", child_id, "--text-file", text_file)
    assert sample_console.json("hold", "list")["holds"][0]["lifted"] is True


def test_those_who_left_are_purged(sample_console: Any, text_file: Path) -> None:
    listed = sample_console.json("purge", "--left-before", "2021-09-30", "--check")["listed"]
    assert len(listed) > 1
    held = listed[0]["child_id"]
    sample_console("hold", "add", held, "--text-file", text_file)
    ran = sample_console("purge", "--left-before", "2021-09-30", "--format", "json")
    assert ran.status == 3
    assert [one["child_id"] for one in ran.content["listed"]] == [held]
    assert len(ran.content["purged"]) == len(listed) - 1
    assert sample_console("check").out == "The store is whole.\n"


@pytest.mark.parametrize(
    "words",
    [["purge"], ["purge", "1", "--left-before", "2021-01-01"], ["purge", "1", "--check"]],
)
def test_wrong_usage(sample_console: Any, words: list[str]) -> None:
    assert sample_console(*words).status == 2
