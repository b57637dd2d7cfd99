"""`note` and `advice` as each role runs them."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from ehp_desktop.commands.failures import CommandGroup
from ehp_desktop.commands.notes import advice, note
from ehp_desktop.commands.program import Program
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.actor import Role
from ehp_desktop.review.language import Language
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.surgery import SurgeryDraft, new_surgery

TEXT = "The plan would not withstand an appeal."
PASSPHRASES = {
    Role.CHAIR: "tri llyffant gwyrdd 47",
    Role.LAWYER: "pedair gwdihŵ frown 12",
    Role.ADMINISTRATOR: "saith gwiwer goch 31",
}


@dataclass
class Runner:
    """Runs the two commands on one store as one role after another."""

    store: Path
    clock: Callable[[], dt.datetime]
    passphrase_file: Path
    role: Role = Role.CHAIR
    language: Language = Language.ENGLISH
    out: str = field(default="", init=False)
    err: str = field(default="", init=False)

    def __call__(self, *words: object, typed: str | bytes | None = None) -> int:
        """Run one; its exit status."""
        self.passphrase_file.write_text(PASSPHRASES[self.role], encoding="utf-8")
        group = CommandGroup("ehp-desktop", commands={"note": note, "advice": advice})
        program = Program(
            lambda: dt.date(2021, 9, 30),
            self.clock,
            lambda _: 0,
            store=self.store,
            asked_language=self.language,
        )
        result = CliRunner().invoke(group, [str(word) for word in words], obj=program, input=typed)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        self.out, self.err = result.stdout, result.stderr
        return result.exit_code

    def json(self, *words: object, typed: str | None = None) -> Any:
        """The JSON of one that is done."""
        assert (self(*words, "--format", "json", typed=typed), self.err) == (0, "")
        return json.loads(self.out)

    def told(self, *words: object, typed: str | bytes | None = None) -> str:
        """What one that could not be done says: one line."""
        assert self(*words, typed=typed) == 1
        assert self.out == ""
        assert self.err.count("\n") == 1
        return self.err


@pytest.fixture
def run(
    opened_as: Callable[..., OpenStore],
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
    clock: Callable[[], dt.datetime],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Runner:
    """On a store with children 1001 and 1002 and surgery 1."""
    chair = opened_as(Role.CHAIR)
    put_children(chair, make_child(), make_child(child_id="1002"))
    new_surgery(chair, SurgeryDraft(dt.date(2021, 10, 5)))
    chair.close()
    monkeypatch.setenv("EHP_PASSPHRASE_FILE", str(tmp_path / "passphrase.txt"))
    return Runner(chair.store.folder, clock, tmp_path / "passphrase.txt")


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize("role", Role)
def test_a_note_is_added_corrected_withdrawn_and_listed(
    run: Runner, role: Role, text_file: Path
) -> None:
    run.role = role
    about = ("--child", "1001", "--surgery", 1, "--criterion", "R9", "--date", "2021-09-01")
    assert run.json("note", "add", *about, "--text-file", text_file) == {"id": 1}
    assert run.json("note", "correct", 1, "--text-file", "-", typed="Tŷ.\n") == {
        "id": 1,
        "version": 2,
    }
    assert run.json("note", "correct", 1, "--no-date", "--text-file", "-", typed="Tai.") == {
        "id": 1,
        "version": 3,
    }
    assert run.json("note", "withdraw", 1, "--text-file", "-", typed="Wrong child.") == {
        "id": 1,
        "withdrawn": True,
    }
    listed = run.json("note", "list", "--words", "tai")
    assert listed["advice_recorded"] == {"children": [], "surgeries": []}
    (one,) = listed["notes"]
    at, author = "2021-09-30T12:00:00+00:00", one["author"]
    signed = {"author": author, "role": role.value, "at": at}
    assert one == {
        "id": 1,
        "kind": "fact",
        "child_id": "1001",
        "surgery_id": 1,
        "criterion": "R9",
        "version": 3,
        "text": "Tai.",
        "relevant_date": None,
        **signed,
        "withdrawn": True,
        "withdrawal": {"reason": "Wrong child.", **signed},
        "earlier": [
            {"version": 1, "text": TEXT, "relevant_date": "2021-09-01", **signed},
            {"version": 2, "text": "Tŷ.", "relevant_date": "2021-09-01", **signed},
        ],
    }
    assert list(one)[:3] == ["id", "kind", "child_id"]
    assert run.json("note", "list", "--standing")["notes"] == []


def test_what_people_read(run: Runner) -> None:
    typed = "First line.\nSecond \x0bline."
    assert run("note", "add", "--child", "1001", "--text-file", "-", typed=typed) == 0
    assert run.out == "1\n"
    assert run("note", "correct", 1, "--text-file", "-", typed="Once.") == 0
    assert run.out == "1 is now version 2.\n"
    assert run("note", "withdraw", 1, "--text-file", "-", typed="Said\ntwice.") == 0
    assert run.out == "1 is withdrawn.\n"
    assert run("note", "list") == 0
    assert run.out.splitlines() == [
        "1 · note of fact · withdrawn · child 1001 · Rhiannon Evans (chair) · "
        "2021-09-30 12:00 UTC · version 2",
        "    Withdrawn by Rhiannon Evans on 2021-09-30 12:00 UTC: Said twice.",
        "    Once.",
        "    Version 1, 2021-09-30 12:00 UTC:",
        "        First line.",
        "        Second",
        "        line.",
        "",
    ]


@pytest.mark.parametrize("role", Role)
def test_a_private_note_is_listed_to_its_author(run: Runner, role: Role, text_file: Path) -> None:
    run.role = role
    run.json("note", "add", "--child", "1001", "--private", "--text-file", text_file)
    (one,) = run.json("note", "list", "--kind", "private")["notes"]
    assert (one["kind"], one["text"]) == ("private", TEXT)
    for other in set(Role) - {role}:
        run.role = other
        assert run.json("note", "list")["notes"] == []
        assert "no note 1" in run.told("note", "withdraw", 1, "--text-file", text_file)
        assert run("note", "list") == 0
        assert run.out == ""


def test_advice_is_written_by_the_lawyer_and_read_by_the_chair(
    run: Runner, text_file: Path
) -> None:
    run.role = Role.LAWYER
    add = ("advice", "add", "--text-file", text_file)
    assert run.json(*add, "--child", "1001", "--criterion", "r9") == {"id": "child/1001/1"}
    assert run.json(*add, "--surgery", 1) == {"id": "surgery/1/1"}
    corrected = run.json("advice", "correct", "child/1001/1", "--text-file", "-", typed="It would.")
    assert corrected == {"id": "child/1001/1", "version": 2}
    withdrawn = run.json("advice", "withdraw", "surgery/1/1", "--text-file", "-", typed="Old.")
    assert withdrawn == {"id": "surgery/1/1", "withdrawn": True}
    run.role = Role.CHAIR
    (one,) = run.json("advice", "list", "--child", "1001")["advice"]
    assert (one["id"], one["kind"], one["text"]) == ("child/1001/1", "advice", "It would.")
    assert [old["text"] for old in one["earlier"]] == [TEXT]
    assert run("advice", "list", "--withdrawn") == 0
    assert run.out.startswith("surgery/1/1 · legal advice · withdrawn · surgery 1 · Siân Prosser")
    assert [one["kind"] for one in run.json("note", "list", "--kind", "advice")["notes"]] == [
        "advice",
        "advice",
    ]
    for words in (add, ("advice", "correct", "surgery/1/1", "--text-file", text_file)):
        assert "Only the senior lawyer may write legal advice" in run.told(*words)
    listed = run.json("note", "list")
    assert listed["notes"] == []  # what is privileged is in no list that does not ask for it
    assert listed["advice_recorded"] == {"children": ["1001"], "surgeries": [1]}


def test_an_administrator_is_told_that_there_is_advice_and_no_more(
    run: Runner, text_file: Path
) -> None:
    run.role = Role.LAWYER
    for about in (("--child", "1001"), ("--surgery", 1)):
        run.json("advice", "add", *about, "--text-file", text_file)
    run.role = Role.ADMINISTRATOR
    for words in (
        ("list",),
        ("add", "--child", "1001", "--text-file", text_file),
        ("correct", "child/1001/1", "--text-file", text_file),
        ("withdraw", "child/1001/1", "--text-file", text_file),
    ):
        assert "you are signed in as administrator" in run.told("advice", *words)
    assert run("note", "list") == 0
    both = "Child 1001: legal advice recorded\nSurgery 1: legal advice recorded\n"
    assert run.out == both
    for narrowed, lines in (
        (("--child", "1001"), "Child 1001: legal advice recorded\n"),
        (("--child", "1002"), ""),
        (("--surgery", 1), "Surgery 1: legal advice recorded\n"),
        (("--author", "Siân Prosser"), both),
        (("--words", "appeal"), both),
        (("--kind", "advice"), both),
        (("--withdrawn",), both),
    ):
        assert run("note", "list", *narrowed) == 0
        assert run.out == lines


def test_texts_that_cannot_be_read_are_told_in_a_sentence(run: Runner, tmp_path: Path) -> None:
    latin = tmp_path / "latin.txt"
    latin.write_bytes("tŷ".encode("utf-16"))
    long = tmp_path / "long.txt"
    long.write_bytes(b"x" * 20_001)
    huge = tmp_path / "huge.txt"
    huge.write_bytes(b"x" * 1_000_001)
    blank = tmp_path / "blank.txt"
    blank.write_bytes(b"\xef\xbb\xbf \r\n")
    add = ("note", "add", "--child", "1001", "--text-file")
    for path, says in (
        (tmp_path / "missing.txt", "could not be read"),
        (latin, "not text in UTF-8"),
        (long, "longer than 20000 characters"),
        (huge, "longer than a megabyte"),
        (blank, "The note is blank"),
    ):
        assert says in run.told(*add, path)
    assert "not text in UTF-8" in run.told(*add, "-", typed=b"\xff\xfe")
    assert "The note is blank" in run.told(*add, "-", typed="")
    assert run(*add, tmp_path) == 2
    assert run.json("note", "list")["notes"] == []


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("note", "add", "--child", "1001"), 2),
        (("note", "add", "--text-file", "-"), 1),
        (("note", "add", "--child", "1001", "--criterion", "Z1", "--text-file", "-"), 1),
        (("note", "add", "--child", "1001", "--date", "1 May", "--text-file", "-"), 2),
        (("note", "correct", "0", "--text-file", "-"), 2),
        (("note", "correct", "7", "--text-file", "-"), 1),
        (("note", "correct", "1", "--date", "2021-09-01", "--no-date", "--text-file", "-"), 2),
        (("note", "list", "--kind", "secret"), 2),
        (("note", "list", "--since", "yesterday"), 2),
        (("advice", "correct", "1", "--text-file", "-"), 1),
    ],
)
def test_wrong_usage(run: Runner, words: tuple[str, ...], status: int) -> None:
    assert run(*words, typed="A text.") == status
    assert run.out == ""
    assert run.err


def test_no_text_is_an_argument() -> None:
    for group in (note, advice):
        for name, command in group.commands.items():
            arguments = {one.name for one in command.params if isinstance(one, click.Argument)}
            assert arguments <= {"note_id", "advice_id"}, name
