"""`override` and `parameter`: by whom they may be used, what they print, and what they change."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ehp_desktop.models import sealing
from ehp_desktop.models.key_changes import add_person, change_passphrase
from ehp_desktop.models.key_file import Person, read_key_file, write_key_file
from ehp_desktop.models.keys import unlock
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review import opening

FIRST = "pum cwmwl araf 93"
LAWYERS = "saith craig lonydd 58"


@pytest.fixture
def chairs(
    console: Any,
    passphrase: str,
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
    clock: Callable[[], dt.datetime],
    monkeypatch: pytest.MonkeyPatch,
) -> Any:
    """The chair's commands on a store with two children and a senior lawyer."""
    with_it = opening.unlock(console.store, passphrase, clock=clock)
    put_children(with_it, *(make_child(child_id=one, concerns="outstanding") for one in "12"))
    with_it.close()
    monkeypatch.setattr(sealing, "MEMORY_KIB", 64)
    monkeypatch.setattr(sealing, "PASSES", 1)
    key_file = read_key_file(console.store)
    chair = unlock(key_file, passphrase)
    key_file = add_person(key_file, chair, Person("Gwen Parry", "lawyer"), FIRST)
    slot = next(one for one in key_file.people() if one.person.name == "Gwen Parry")
    write_key_file(console.store, change_passphrase(key_file, slot.id, FIRST, LAWYERS))
    return console


@pytest.fixture
def as_lawyer(
    chairs: Any, passphrase_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    """Run a command with the lawyer's passphrase."""
    lawyers_file = tmp_path / "lawyer.txt"
    lawyers_file.write_text(f"{LAWYERS}\n", encoding="utf-8")

    def run(*arguments: object) -> Any:
        with monkeypatch.context() as patch:
            patch.setenv("EHP_PASSPHRASE_FILE", str(lawyers_file))
            return chairs(*arguments)

    return run


@pytest.fixture
def reason(tmp_path: Path) -> Path:
    """A file with a reason, as an editor of Windows writes it."""
    path = tmp_path / "reason.txt"
    path.write_bytes("\ufeffCytunwyd â'r tîm.\r\n".encode())
    return path


def r9(console: Any, *options: str) -> Any:
    content = console.json("explain", "1", *options)
    found = content["routes"]["discharge"]["criteria"]
    return next(one for one in found if one["id"] == "R9")


def test_an_override_is_shown_with_both_values_until_its_end(
    chairs: Any, as_lawyer: Callable[..., Any], reason: Path
) -> None:
    ran = as_lawyer(
        "override", "add", "1", "r9", "met", "--route", "discharge", "--until", "2021-10-31",
        "--text-file", reason,
    )  # fmt: skip
    assert (ran.out, ran.err, ran.status) == ("1\n", "", 0)
    found = r9(chairs)
    assert (found["result"], found["met_on"]) == ("met", None)
    assert found["override"] == {
        "result": "met",
        "computed": "not_met",
        "reason": "Cytunwyd â'r tîm.",
        "by": "Gwen Parry",
        "role": "lawyer",
        "made_on": "2021-09-30",
        "ends_on": "2021-10-31",
        "to_be_confirmed_again": False,
        "route": "discharge",
    }
    case = chairs.json("cases", "--route", "discharge")["cases"][0]
    assert case["routes"]["discharge"]["overridden"] == ["R9"]
    assert case["routes"]["supervision_order"]["overridden"] == []
    assert "ready to discuss (overridden: R9)" in chairs("cases").out
    text = chairs("explain", "1").out
    assert "✖→✔ R9" in text
    assert "Set to met by Gwen Parry, lawyer, on 30 Sep 2021, until 31 Oct 2021" in text
    assert r9(chairs, "--as-of", "2021-11-01")["override"] is None
    assert as_lawyer("override", "end", "1", "--on", "2021-10-01").status == 0
    assert r9(chairs, "--as-of", "2021-10-02")["override"] is None
    assert r9(chairs, "--as-of", "2021-10-01")["override"]["ends_on"] == "2021-10-01"


def test_the_list(chairs: Any, as_lawyer: Callable[..., Any], reason: Path) -> None:
    assert chairs.json("override", "list") == {"as_of": "2021-09-30", "overrides": []}
    as_lawyer("override", "add", "1", "R9", "met", "--text-file", reason)
    as_lawyer("override", "add", "2", "C5", "not_met", "--text-file", reason)
    assert as_lawyer("override", "confirm", "1").status == 0
    (listed,) = chairs.json("override", "list", "1", "--as-of", "2021-09-29")["overrides"]
    assert listed == {
        "id": 1,
        "child_id": "1",
        "criterion": "R9",
        "route": None,
        "result": "met",
        "reason": "Cytunwyd â'r tîm.",
        "by": "Gwen Parry",
        "role": "lawyer",
        "made_on": "2021-09-30",
        "ends_on": None,
        "counts": False,
        "superseded": False,
        "to_be_confirmed_again": False,
        "changed": [],
    }
    text = chairs("override", "list").out
    assert "all routes" in text
    assert text.count("counts") == 2


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["override", "add", "1", "E1", "met"], 1, "E1 cannot be overridden"),
        (["override", "add", "9", "R9", "met"], 1, "no child 9"),
        (["override", "add", "1", "R9", "met", "--route", "child_arrangements"], 1, "that route"),
        (["override", "add", "1", "R9", "unknown"], 2, "unknown"),
        (["override", "add", "1", "R9", "met", "--until", "2021-09-29"], 1, "would end before"),
    ],
)
def test_what_cannot_be_overridden(
    as_lawyer: Callable[..., Any], reason: Path, words: list[str], status: int, said: str
) -> None:
    ran = as_lawyer(*words, "--text-file", reason)
    assert (ran.status, ran.out) == (status, "")
    assert said in ran.err


def test_an_override_that_is_not_there(as_lawyer: Callable[..., Any]) -> None:
    ran = as_lawyer("override", "end", "7", "--on", "2021-10-01")
    assert (ran.status, ran.out) == (1, "")
    assert "no override 7" in ran.err


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"x" * 1_000_001])
def test_a_reason_that_cannot_be_read(
    as_lawyer: Callable[..., Any], tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "other.txt"
    if content is not None:
        path.write_bytes(content)
    ran = as_lawyer("override", "add", "1", "R9", "met", "--text-file", path)
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (1, "", 1)


def test_each_has_their_own_part(chairs: Any, as_lawyer: Callable[..., Any], reason: Path) -> None:
    ran = chairs("override", "add", "1", "R9", "met", "--text-file", reason)
    assert (ran.status, ran.out) == (1, "")
    assert "senior lawyer" in ran.err
    words = ("parameter", "set", "settled_months", 18, "--from", "2021-10-01")
    ran = as_lawyer(*words, "--text-file", reason)
    assert (ran.status, ran.out) == (1, "")
    assert "the chair" in ran.err
    assert as_lawyer("parameter", "list").status == 0


def test_a_parameter_holds_from_its_day(chairs: Any, reason: Path) -> None:
    before = chairs.json("parameter", "list")
    assert list(before) == ["as_of", "parameters_version", "parameters"]
    words = ("parameter", "set", "settled_months", 18, "--from", "2021-10-01")
    done = chairs.json(*words, "--text-file", reason)
    after = chairs.json("parameter", "list")
    assert done == {
        "name": "settled_months",
        "value": 18,
        "from": "2021-10-01",
        "parameters_version": after["parameters_version"],
    }
    assert after["parameters_version"] != before["parameters_version"]
    (settled,) = [one for one in after["parameters"] if one["name"] == "settled_months"]
    source = "Set by Rhiannon Evans, chair, on 30 Sep 2021: Cytunwyd â'r tîm."
    assert settled == {
        "name": "settled_months",
        "value": 12,
        "from": "2020-04-01",
        "kind": "local",
        "source": "Practice of the surgery",
        "to_be_confirmed": None,
        "later": [{"value": 18, "from": "2021-10-01", "source": source}],
    }
    assert source in chairs("parameter", "list").out
    explained = chairs.json("explain", "1", "--as-of", "2021-10-01")
    assert explained["parameters_version"] == after["parameters_version"]
    found = explained["routes"]["discharge"]["criteria"]
    (r3,) = [one for one in found if one["id"] == "R3"]
    assert (r3["result"], r3["met_on"]) == ("not_met", "2022-01-28")
    assert "set by Rhiannon Evans, chair" in chairs("explain", "1", "--as-of", "2021-10-01").out
    assert "set by" not in chairs("explain", "1").out
    unsure = chairs("parameter", "list", "--as-of", "2021-10-01").out
    assert "(end of the 24 weeks to be confirmed)" in unsure


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["notice_months", "4"], 1, "The law sets notice_months"),
        (["no_such_months", "4"], 1, "no parameter no_such_months"),
        (["settled_months", "1000"], 2, "1000"),
        (["settled_months", "many"], 2, "many"),
    ],
)
def test_what_cannot_be_set(
    chairs: Any, reason: Path, words: list[str], status: int, said: str
) -> None:
    ran = chairs("parameter", "set", *words, "--from", "2021-10-01", "--text-file", reason)
    assert (ran.status, ran.out) == (status, "")
    assert said in ran.err
