"""`people` and `recover`."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ehp_desktop.models import sealing
from ehp_desktop.review import opening

CHAIR = "Rhiannon Evans"  # of the fixtures' stores
FIRST, OWN, NEW = "pum gafr ar ben bryn", "saith cath mewn hen sach", "wyth draenog dan y dail"


@pytest.fixture(autouse=True)
def _weak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MEMORY_KIB", 64)
    monkeypatch.setattr(sealing, "PASSES", 1)


@pytest.fixture
def new_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Write the new passphrase into the file that EHP_NEW_PASSPHRASE_FILE names."""
    path = tmp_path / "new-passphrase.txt"
    monkeypatch.setenv("EHP_NEW_PASSPHRASE_FILE", str(path))

    def write(passphrase: str) -> None:
        path.write_text(f"{passphrase}\n", encoding="utf-8")

    return write


@pytest.fixture
def sign_in_with(passphrase_file: Path) -> Callable[[str], None]:
    """Write a passphrase into the file that EHP_PASSPHRASE_FILE names."""

    def write(passphrase: str) -> None:
        passphrase_file.write_text(f"{passphrase}\n", encoding="utf-8")

    return write


@pytest.fixture
def lawyer(console: Any, new_is: Callable[[str], None]) -> str:
    """The name of a lawyer who has not signed in yet."""
    new_is(FIRST)
    assert console("people", "add", "M. Davies", "--role", "lawyer").status == 0
    return "M. Davies"


def failed(ran: Any) -> str:
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("ehp-desktop: ")
    assert ran.err.count("\n") == 1
    return str(ran.err)


def test_people_are_listed(console: Any, lawyer: str) -> None:
    assert console.json("people", "list") == {
        "people": [
            {"name": CHAIR, "role": "chair", "first": False, "you": True},
            {"name": lawyer, "role": "lawyer", "first": True, "you": False},
        ]
    }
    ran = console("people", "list")
    assert (ran.status, ran.err) == (0, "")
    assert "first, to be changed" in ran.out.splitlines()[-1]


def test_somebody_added_changes_their_passphrase_and_then_works(
    console: Any, lawyer: str, new_is: Callable[[str], None], sign_in_with: Callable[[str], None]
) -> None:
    sign_in_with(FIRST)
    assert "still the first one" in failed(console("people", "list"))
    new_is(OWN)
    assert console.json("people", "passphrase") == {"name": lawyer, "role": "lawyer"}
    assert "does not open" in failed(console("people", "list"))
    sign_in_with(OWN)
    listed = console.json("people", "list")["people"]
    assert listed[1] == {"name": lawyer, "role": "lawyer", "first": False, "you": True}


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_role_is_changed(console: Any, lawyer: str, form: str) -> None:
    ran = console("people", "role", lawyer, "administrator", "--format", form)
    assert (ran.status, ran.err) == (0, "")
    if form == "json":
        assert ran.content == {"name": lawyer, "role": "administrator"}
    assert [one["role"] for one in console.json("people", "list")["people"]] == [
        "chair", "administrator",
    ]  # fmt: skip


def test_somebody_is_removed(
    console: Any, lawyer: str, sign_in_with: Callable[[str], None], passphrase: str
) -> None:
    assert console.json("people", "remove", lawyer) == {"name": lawyer, "role": "lawyer"}
    assert [one["name"] for one in console.json("people", "list")["people"]] == [CHAIR]
    assert console.json("check") == {"ok": True, "problems": []}
    sign_in_with(FIRST)
    assert "does not open" in failed(console("people", "list"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("remove", CHAIR), "only chair"),
        (("role", CHAIR, "lawyer"), "only chair"),
        (("role", CHAIR, "chair"), "already"),
        (("remove", "D. Morgan"), "Nobody called"),
        (("add", CHAIR.upper(), "--role", "lawyer"), "already"),
    ],
)
def test_what_cannot_be_done_is_told_on_one_line(
    console: Any, new_is: Callable[[str], None], words: tuple[str, ...], told: str
) -> None:
    new_is(NEW)
    assert told in failed(console("people", *words))


@pytest.mark.parametrize(
    "words",
    [("add", "N"), ("add", "N", "--role", "deputy"), ("role", "N", "deputy"), ("remove",)],
)
def test_wrong_usage_ends_with_two(console: Any, words: tuple[str, ...]) -> None:
    assert console("people", *words).status == 2


def test_a_weak_first_passphrase_adds_nobody(console: Any, new_is: Callable[[str], None]) -> None:
    new_is("password1234")
    assert "guessed too easily" in failed(console("people", "add", "N", "--role", "chair"))
    assert len(console.json("people", "list")["people"]) == 1


def test_a_new_passphrase_is_asked_nowhere_but_file_and_terminal(
    console: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ehp_desktop.commands.secrets_asked._has_terminal", lambda: False)
    for words in (("add", "N", "--role", "chair"), ("passphrase",)):
        assert "EHP_NEW_PASSPHRASE_FILE" in failed(console("people", *words))
    monkeypatch.setenv("EHP_NEW_PASSPHRASE_FILE", "/nowhere/at/all")
    assert "EHP_NEW_PASSPHRASE_FILE names" in failed(console("people", "passphrase"))


@pytest.mark.parametrize("secret", [FIRST, OWN])
def test_only_a_chair_changes_people(
    console: Any,
    lawyer: str,
    new_is: Callable[[str], None],
    sign_in_with: Callable[[str], None],
    secret: str,
) -> None:
    sign_in_with(FIRST)
    if secret == OWN:
        new_is(OWN)
        assert console("people", "passphrase").status == 0
        sign_in_with(OWN)
    before = (console.store / "keys.json").read_bytes()
    for words in (
        ("add", "N", "--role", "chair"),
        ("role", lawyer, "chair"),
        ("remove", CHAIR),
    ):
        failed(console("people", *words))
    assert (console.store / "keys.json").read_bytes() == before


def test_five_wrong_passphrases_make_everyone_wait(
    console: Any, sign_in_with: Callable[[str], None], passphrase: str
) -> None:
    sign_in_with("pedwar llyffant 48")
    for _ in range(5):
        assert "does not open" in failed(console("people", "list"))
    sign_in_with(passphrase)
    for words in (("people", "list"), ("check",), ("cases",)):
        assert "30 seconds" in failed(console(*words))


def test_the_recovery_code_gives_a_chair_a_new_passphrase(
    console: Any,
    tmp_path: Path,
    new_is: Callable[[str], None],
    sign_in_with: Callable[[str], None],
    clock: Callable[[], dt.datetime],
) -> None:
    console.store, file = tmp_path / "new", tmp_path / "recovery.txt"
    assert console("init", "--user", CHAIR, "--recovery-file", file).status == 0
    sign_in_with(file.read_text(encoding="utf-8").strip())
    new_is(NEW)
    assert "was not said" in failed(console("recover"))
    assert "Nobody called" in failed(console("recover", "--user", "D. Morgan"))
    ran = console("recover", "--user", CHAIR, "--format", "json")
    assert (ran.status, json.loads(ran.out)) == (0, {"name": CHAIR, "role": "chair"})
    sign_in_with(NEW)
    assert console.json("people", "list")["people"][0]["you"] is True
    opening.unlock(console.store, NEW, write=False, clock=clock).close()


def test_a_passphrase_is_no_recovery_code(console: Any, new_is: Callable[[str], None]) -> None:
    new_is(NEW)
    assert "no recovery code" in failed(console("recover", "--user", CHAIR))
