"""Who may do what: the table, and that no service can be called round it."""

import ast
import importlib
import inspect
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import ehp_desktop.review
from ehp_desktop.review import permissions
from ehp_desktop.review.actor import Actor, Role
from ehp_desktop.review.permissions import MAY, Deed, NotAllowedError, may, who_may, why_not

REVIEW = Path(ehp_desktop.review.__file__).parent
CHAIR, LAWYER, OFFICE = (Role.CHAIR, Role.LAWYER, Role.ADMINISTRATOR)
ISSUES_TABLE = {
    "import, mark as left care, edit a child's fields": "yes no yes",
    "make, postpone, cancel a surgery, attendance, choose and order its cases": "yes no yes",
    "write a note": "yes yes yes",
    "write legal advice": "no yes no",
    "read legal advice": "yes yes no",
    "private preparation note": "yes yes yes",
    "override a criterion": "no yes no",
    "record outcomes, actions, steps to court": "yes yes yes",
    "issue an agenda, close a surgery, change parameters, people, purge, legal hold": "yes no no",
    "print agenda and minutes without advice": "yes yes yes",
    "print with advice": "yes yes no",
    "backup": "yes yes yes",
    "restore, read and export the audit, one child's whole record": "yes no no",
}
DEEDS = {
    "import, mark as left care, edit a child's fields": [Deed.IMPORT, Deed.EDIT_CHILD],
    "make, postpone, cancel a surgery, attendance, choose and order its cases": [Deed.MAKE_SURGERY],
    "write a note": [Deed.WRITE_NOTE, Deed.READ, Deed.OWN_PASSPHRASE],
    "write legal advice": [Deed.WRITE_ADVICE],
    "read legal advice": [Deed.READ_ADVICE],
    "private preparation note": [Deed.PRIVATE_NOTE],
    "override a criterion": [Deed.OVERRIDE],
    "record outcomes, actions, steps to court": [Deed.RECORD],
    "issue an agenda, close a surgery, change parameters, people, purge, legal hold": [
        *(Deed.ISSUE, Deed.CLOSE, Deed.PARAMETERS, Deed.PEOPLE, Deed.PURGE, Deed.HOLD),
        Deed.CONFIRM,
    ],
    "print agenda and minutes without advice": [Deed.PRINT],
    "print with advice": [Deed.PRINT_ADVICE],
    "backup": [Deed.BACKUP],
    "restore, read and export the audit, one child's whole record": [
        *(Deed.RESTORE, Deed.READ_AUDIT, Deed.CHILD_RECORD)
    ],
}


def services() -> dict[str, Callable[..., Any]]:
    """Every public function of review/ whose first parameter is the open store."""
    found = {}
    for path in sorted(REVIEW.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        module = ".".join(path.relative_to(REVIEW.parent.parent).with_suffix("").parts)
        for node in tree.body:
            named = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if named and node.args.args and node.args.args[0].arg == "opened":
                found[f"{module}.{node.name}"] = getattr(importlib.import_module(module), node.name)
    return found


ALL = services()
UNASKED = {
    "ehp_desktop.review.opening.note_sign_in": "the audit's own line",
    "ehp_desktop.review.recording.recording": "what the services themselves write with",
    "ehp_desktop.review.case_reading.imprint_of": "no read and no write",
    "ehp_desktop.review.case_reading.note_printed": "the audit's own line",
    "ehp_desktop.review.confirming.confirms": "no read and no write",
    "ehp_desktop.review.intake.own_profiles.profiles_folder": "no read and no write",
    "ehp_desktop.review.sample.setting.import_sample": "made of services",
    "ehp_desktop.review.life_reading.read_advice": "a part of papers; the keys decide",
}
"""Functions that ask nobody, each with why."""


def test_the_table_is_the_issues() -> None:
    listed = [deed for row in DEEDS.values() for deed in row]
    assert sorted(listed) == sorted(Deed)
    for row, answers in ISSUES_TABLE.items():
        for role, answer in zip((CHAIR, LAWYER, OFFICE), answers.split(), strict=True):
            for deed in DEEDS[row]:
                assert may(Actor("A", role), deed) is (answer == "yes"), (deed, role)


@pytest.mark.parametrize("name", sorted(set(ALL) - set(UNASKED)))
def test_every_service_asks_who_it_is(name: str) -> None:
    assert name in permissions.SERVICES, f"{name} has no @requires"
    deed = permissions.SERVICES[name]
    nobody = SimpleNamespace(actor=None)
    others = [SimpleNamespace(actor=Actor("A", role)) for role in Role if role not in MAY[deed]]
    new = [
        SimpleNamespace(actor=Actor("A", role, first=True))
        for role in Role
        if deed is not Deed.OWN_PASSPHRASE
    ]
    arguments = [None] * (len(inspect.signature(ALL[name]).parameters) - 1)
    for opened in (nobody, *others, *new):
        with pytest.raises(NotAllowedError):  # before it looks at any argument
            ALL[name](opened, *arguments[:0])


def test_what_asks_nobody_is_there_and_named() -> None:
    assert set(UNASKED) <= set(ALL)


@pytest.mark.parametrize("deed", Deed)
def test_who_may_not_is_told_who_may(deed: Deed) -> None:
    for role in Role:
        said = why_not(Actor("A", role), deed)
        assert (said is None) == (role in MAY[deed])
        assert said is None or who_may(deed) in said
    said = why_not(None, deed)
    assert said is not None
    assert "signed in" in said
