"""`outcome`, `action`, `step` and `order`, as each role, with their JSON and exit statuses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ehp_desktop.commands.actions import action
from ehp_desktop.commands.cli import cli
from ehp_desktop.commands.court import order, step
from ehp_desktop.commands.outcomes import outcome
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.actor import Role
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.surgery import SurgeryDraft, add_cases, new_surgery

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def _commands(monkeypatch: pytest.MonkeyPatch) -> None:
    for command in (outcome, action, step, order):
        assert command.name is not None
        monkeypatch.setitem(cli.commands, command.name, command)


@pytest.fixture
def folder(
    opened_as: Callable[..., OpenStore],
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> Path:
    """A store with children A and B, both on the agenda of surgery 1, which is issued."""
    from ehp_desktop.models.writes import set_surgery_state

    opened = opened_as(Role.CHAIR)
    put_children(opened, make_child(child_id="A"), make_child(child_id="B"))
    number = new_surgery(opened, SurgeryDraft(date(2021, 9, 28)))
    add_cases(opened, number, ["A", "B"])
    with opened.store.writing("tested") as session:
        set_surgery_state(session, number, "issued")
    opened.close()
    return opened.store.folder


@pytest.fixture
def run(console: Any, folder: Path, passphrase_file: Path) -> Run:
    """Run a command as a person of a role, on the store of `folder`."""
    here = replace(console, store=folder)
    words = {
        Role.CHAIR: "tri llyffant gwyrdd 47",
        Role.LAWYER: "pedair gwdihŵ frown 12",
        Role.ADMINISTRATOR: "saith gwiwer goch 31",
    }

    def ask(role: Role, *arguments: object, **options: Any) -> Any:
        passphrase_file.write_text(words[role] + "\n", encoding="utf-8")
        return here(*arguments, **options)

    return ask


@pytest.fixture
def reason(tmp_path: Path) -> Path:
    path = tmp_path / "reason.txt"
    path.write_text("The mother asks for time: ŵ.\n", encoding="utf-8")
    return path


def content(ran: Any) -> Any:
    assert (ran.status, ran.err) == (0, "")
    return ran.content


JSON = ("--format", "json")


def test_the_short_way_and_the_long_way_record_the_same(run: Run, reason: Path) -> None:
    assert run(Role.CHAIR, "outcome", 1, "A", "discharge").out == "1\n"
    long = run(Role.CHAIR, "outcome", "record", 1, "B", "keep_order", "--text-file", reason, *JSON)
    assert content(long) == {
        "id": 2, "child_id": "B", "draft": False, "put_on": None, "taken_off": []
    }  # fmt: skip
    listed = content(run(Role.LAWYER, "outcome", "list", "--surgery", 1, *JSON))["outcomes"]
    assert [(one["child_id"], one["code"], one["reason"]) for one in listed] == [
        ("A", "discharge", None),
        ("B", "keep_order", "The mother asks for time: ŵ."),
    ]
    assert "keep_order" in run(Role.CHAIR, "outcome", "list").out


def test_an_administrators_draft_is_confirmed_copied_and_taken_back(run: Run) -> None:
    drafted = run(Role.ADMINISTRATOR, "outcome", 1, "A", "not_yet", "--by", "2021-11-02", *JSON)
    assert content(drafted)["draft"] is True
    refused = run(Role.ADMINISTRATOR, "outcome", "confirm", 1)
    assert (refused.status, refused.out) == (1, "")
    assert "Only the chair may" in refused.err
    (confirmed,) = content(run(Role.CHAIR, "outcome", "confirm", 1, "A", *JSON))["confirmed"]
    assert confirmed["child_id"] == "A"
    assert run(Role.CHAIR, "outcome", "confirm", 1).out == "Confirmed: 0.\n"
    assert run(Role.ADMINISTRATOR, "outcome", "copied", 1, "--by", "Mair").out == "1\n"
    (one,) = content(run(Role.CHAIR, "outcome", "list", "--child", "A", *JSON))["outcomes"]
    assert (one["copied_on"], one["copied_by"], one["draft"]) == ("2021-09-30", "Mair", False)
    waits = content(run(Role.CHAIR, "outcome", "relisted", "--as-of", "2021-11-02", *JSON))
    assert [case["child_id"] for case in waits["relisted"]] == ["A"]
    assert "not_yet" in run(Role.CHAIR, "outcome", "relisted", "--as-of", "2021-11-02").out
    assert run(Role.CHAIR, "surgery", "new", "--date", "2021-11-09").out == "2\n"
    assert run(Role.CHAIR, "outcome", "relist", 2).out == "Nobody waits for that day.\n"
    undone = content(run(Role.CHAIR, "outcome", "withdraw", 1, "A", *JSON))
    assert undone["taken_off"] == [2]
    again = run(Role.CHAIR, "outcome", "undo", 1, "A")
    assert again.out == "1\nPut on the agenda of surgery 2.\n"
    assert run(Role.CHAIR, "surgery", "remove", 2, "A").status == 0
    assert content(run(Role.CHAIR, "outcome", "relist", 2, *JSON)) == {"id": 2, "added": ["A"]}


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("outcome", 1, "A", "not_yet"), 1),
        (("outcome", 1, "A", "keep_order"), 1),
        (("outcome", 1, "nobody", "discharge"), 1),
        (("outcome", 7, "A", "discharge"), 1),
        (("outcome", 1, "A", "discharge", "--by", "2021-11-02"), 1),
        (("outcome", 1, "A", "freed"), 2),
        (("outcome", 1, "A"), 2),
        (("outcome", "often", "A", "discharge"), 2),
        (("outcome", 1, "A", "not_yet", "--by", "2.11.2021"), 2),
        (("outcome", 1, "A", "keep_order", "--text-file", "/nowhere/x.txt"), 1),
        (("outcome", "copied", 7), 1),
        (("action", "add", "--who", "Mair"), 2),
        (("action", "done", 7), 1),
        (("action", "done", 7, "--on", "2021-09-30", "--not-done"), 2),
        (("step", "add", "A", "order_made"), 2),
        (("step", "add", "nobody", "hearing"), 1),
        (("order", "add", "A", "adopted", "--date", "2021-09-30"), 2),
        (("order", "add", "A", "care_order_discharged", "--date", "2021-10-01"), 1),
        (("order", "withdraw", 7), 1),
    ],
)
def test_what_cannot_be_done_ends_so(run: Run, words: tuple[object, ...], status: int) -> None:
    ran = run(Role.CHAIR, *words)
    assert (ran.status, ran.out) == (status, "")
    assert ran.err


def test_actions_from_first_to_last(run: Run, reason: Path) -> None:
    add = ("action", "add", "--who", "Mair", "--by", "2021-09-29", "--text-file", reason)
    assert run(Role.ADMINISTRATOR, *add, "--surgery", 1, "--child", "A").out == "1\n"
    assert content(run(Role.LAWYER, *add, *JSON)) == {"id": 2}
    assert run(Role.LAWYER, "action", "confirm").status == 1
    assert content(run(Role.CHAIR, "action", "confirm", *JSON)) == {"confirmed": [1]}
    correct = ("action", "correct", 2, "--who", "Huw", "--text-file", reason)
    assert run(Role.CHAIR, *correct).out == "2\n"
    assert run(Role.CHAIR, "action", "done", 2).out == "2\n"
    listed = content(run(Role.CHAIR, "action", "list", *JSON))
    assert listed["as_of"] == "2021-09-30"
    assert [
        (one["id"], one["who"], one["overdue"], one["done_on"]) for one in listed["actions"]
    ] == [
        (1, "Mair", True, None),
        (2, "Huw", False, "2021-09-30"),
    ]
    shown = run(Role.CHAIR, "action", "list", "--open").out
    assert "The mother asks for time: ŵ." in shown
    assert "Huw" not in shown
    assert run(Role.CHAIR, "action", "done", 2, "--not-done").status == 0
    assert run(Role.CHAIR, "action", "withdraw", 1).out == "1\n"
    of_child = content(run(Role.CHAIR, "action", "list", "--child", "A", *JSON))
    assert of_child["actions"] == []


def test_steps_from_first_to_last(run: Run, reason: Path) -> None:
    filed = run(
        Role.ADMINISTRATOR, "step", "add", "A", "application_filed", "--route", "discharge", *JSON
    )
    told = content(filed)
    assert (told["id"], told["draft"], told["form"]) == (1, True, "C110A")
    assert len(told["warnings"]) == 1
    view = ("step", "add", "A", "guardian_view", "--on", "2021-09-01", "--text-file", reason)
    assert run(Role.CHAIR, *view).out.splitlines()[0] == "2"
    assert run(Role.CHAIR, "step", "confirm").out == "Confirmed: 1.\n"
    other = ("step", "correct", 1, "A", "application_filed", "--form-used", "C2")
    assert run(Role.LAWYER, *other).out.splitlines()[0] == "1"
    listed = content(run(Role.LAWYER, "step", "list", "--child", "A", *JSON))["steps"]
    assert [(one["id"], one["on"], one["form"], one["draft"]) for one in listed] == [
        (2, "2021-09-01", None, False),
        (1, "2021-09-30", "C2", False),
    ]
    assert "The mother asks" in run(Role.LAWYER, "step", "list").out
    assert run(Role.LAWYER, "step", "withdraw", 2).out == "2\n"


def test_orders_from_first_to_last(run: Run) -> None:
    add = ("order", "add", "A", "supervision_order_made", "--date", "2020-12-01")
    told = content(run(Role.ADMINISTRATOR, *add, "--court", "Swansea", *JSON))
    assert (told["id"], told["draft"]) == (1, True)
    assert "a draft" in run(Role.CHAIR, "order", "list").out
    assert content(run(Role.CHAIR, "order", "prompts", *JSON))["prompts"] == []
    assert content(run(Role.CHAIR, "step", "confirm", 1, *JSON)) == {"confirmed": [1]}
    (kept,) = content(run(Role.CHAIR, "order", "list", "--child", "A", *JSON))["orders"]
    assert kept == {
        "id": 1, "child_id": "A", "kind": "supervision_order_made", "date": "2020-12-01",
        "court": "Swansea", "case_number": None, "draft": False,
    }  # fmt: skip
    (prompt,) = content(run(Role.CHAIR, "order", "prompts", *JSON))["prompts"]
    assert (prompt["due"], prompt["ends"]) == ("2021-09-01", "2021-11-30")
    assert "month 9" in run(Role.CHAIR, "order", "prompts").out
    discharged = ("order", "add", "B", "care_order_discharged", "--date", "2021-09-30")
    assert run(Role.LAWYER, *discharged, "--case-number", "SA1").out.splitlines()[0] == "3"
    assert run(Role.LAWYER, "order", "withdraw", 3).out == "3\n"


def test_the_long_help_names_the_short_way(run: Run) -> None:
    shown = run(Role.CHAIR, "outcome", "--help").out
    assert "SURGERY_ID CHILD_ID CODE" in shown
