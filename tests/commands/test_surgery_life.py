"""A surgery from draft to addendum through the commands, as each role, and its papers."""

import hashlib
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.actor import Role
from ehp_desktop.review.opening import OpenStore

SECRET = "Gwenci anobeithiol: the tribunal would laugh"


@pytest.fixture
def texts(tmp_path: Path) -> Callable[[str], Path]:
    """Put a text into a file."""

    def put(text: str) -> Path:
        path = tmp_path / f"{hashlib.sha256(text.encode()).hexdigest()[:8]}.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return put


@pytest.fixture
def run(
    opened_as: Callable[..., OpenStore],
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
    console: Any,
    tmp_path: Path,
) -> Any:
    """Commands, as the chair at first, on a store with three children and advice on the first."""
    from ehp_desktop.review.advice import NewAdvice, add_advice

    chair = opened_as(Role.CHAIR)
    put_children(chair, *(make_child(child_id=one) for one in ("A", "B", "C")))
    lawyer = opened_as(Role.LAWYER)
    add_advice(lawyer, NewAdvice(SECRET, child_id="A"))
    lawyer.close()
    console.store = Path(shutil.copytree(lawyer.store.folder, tmp_path / "in-use"))
    return console


@pytest.fixture
def become(passphrase_file: Path, passphrase_of: Callable[[Role], str]) -> Callable[[Role], None]:
    """From now on commands are run by somebody of a role."""

    def sign_in(role: Role) -> None:
        passphrase_file.write_text(passphrase_of(role), encoding="utf-8")

    return sign_in


@pytest.fixture
def meeting(run: Any) -> str:
    """The number of a surgery with two cases."""
    number: str = str(
        run.json("surgery", "new", "--date", "2021-09-28", "--place", "Tŷ Mawr")["id"]
    )
    run.json("surgery", "add", number, "A", "B")
    return number


def done(run: Any, *arguments: object) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.err) == (0, "")


def refused(run: Any, *arguments: object) -> str:
    ran = run(*arguments)
    assert ran.status == 1
    assert len(ran.err.splitlines()) == 1
    return ran.err


def words(path: Path) -> str:
    pages = pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_whole_life(run: Any, meeting: str, tmp_path: Path, texts: Callable[[str], Path]) -> None:
    out = tmp_path / "papers"
    issued = run.json("surgery", "issue", meeting, "--language", "en", "--language", "cy",
                      "--with-advice", "--out", out)  # fmt: skip
    assert (issued["id"], issued["version"], issued["changes"]) == (int(meeting), 1, [])
    assert [(one["language"], one["with_advice"]) for one in issued["papers"]] == [
        ("en", False), ("cy", False), ("en", True), ("cy", True),
    ]  # fmt: skip
    for one in issued["papers"]:
        kept = Path(one["file"]).read_bytes()
        assert one["sha256"] == hashlib.sha256(kept).hexdigest()
        assert Path(one["file"]).stat().st_mode & 0o077 == 0
    assert run.json("surgery", "hold", meeting, "--at", "2021-09-28T10:05")["state"] == "held"
    ran = run("surgery", "close", meeting, "--format", "json")
    assert (ran.status, ran.content["without_outcome"], ran.content["drafts"]) == (
        1, ["A", "B"], 0,
    )  # fmt: skip
    done(run, "surgery", "close", meeting, "--text-file", texts("Fire in the building."))
    done(run, "surgery", "addendum", meeting, "--text-file", texts("Nobody was hurt."))
    shown = run.json("surgery", "show", meeting)
    assert shown["state"] == "closed"
    assert [one["kind"] for one in shown["events"]] == [
        "made", "cases", "issued", "held", "closed", "addendum",
    ]  # fmt: skip
    assert shown["events"][-1]["text"] == "Nobody was hurt."
    [version] = shown["versions"]
    told = [(one["language"], one["with_advice"], one["sha256"]) for one in version["papers"]]
    assert told[:2] == [(one["language"], False, one["sha256"]) for one in issued["papers"][:2]]
    assert told[2:] == [("en", True, None), ("cy", True, None)]
    text = run("surgery", "show", meeting).out
    assert "Fire in the building." in text
    assert "2021-09-28 10:05" in text


def test_the_kept_paper_is_served(run: Any, meeting: str, tmp_path: Path) -> None:
    def agenda(*options: str) -> Any:
        return run.json("agenda", meeting, "--out", tmp_path / "agenda.pdf", *options)

    assert agenda()["version"] is None
    [paper] = run.json("surgery", "issue", meeting)["papers"]
    assert paper["file"] is None
    served = agenda("--printed-at", "2022-01-01T09:00")
    assert (served["sha256"], served["version"]) == (paper["sha256"], 1)
    assert agenda("--draft")["version"] is None
    done(run, "surgery", "edit", meeting, "--time", "09:30")
    assert run.json("surgery", "show", meeting)["changes_since_issue"] == [
        "Time: 09:30 (was 10:00)."
    ]
    assert agenda()["version"] is None
    assert "Since version 1: Time: 09:30 (was 10:00)." in words(tmp_path / "agenda.pdf")
    assert agenda("--version", "1")["sha256"] == paper["sha256"]
    again = run.json("surgery", "issue", meeting)
    assert (again["version"], again["changes"]) == (2, ["Time: 09:30 (was 10:00)."])
    assert agenda()["version"] == 2
    assert agenda("--version", "1")["sha256"] == paper["sha256"]
    told = run("agenda", meeting, "--out", tmp_path / "agenda.pdf").out
    assert told.endswith("version 2\n")
    assert "no paper of a version 3" in refused(
        run, "agenda", meeting, "--out", tmp_path / "x.pdf", "--version", "3"
    )
    assert not (tmp_path / "x.pdf").exists()


def test_editing_leaves_what_is_not_named(run: Any, meeting: str) -> None:
    edited = run.json("surgery", "edit", meeting, "--chair", "Rh. Evans", "--date", "2021-10-05")
    assert edited == {"id": int(meeting), "date": "2021-10-05", "time": "10:00", "state": "draft"}
    done(run, "surgery", "edit", meeting, "--chair", "")
    shown = run.json("surgery", "show", meeting)
    assert (shown["chair"], shown["place"], shown["date"]) == (None, "Tŷ Mawr", "2021-10-05")
    assert run("surgery", "edit", meeting).status == 2


def test_postponed_and_cancelled(run: Any, meeting: str, texts: Callable[[str], Path]) -> None:
    snow = ("--text-file", texts("Snow."))
    to = run.json("surgery", "postpone", meeting, "--to", "2021-10-05", *snow)
    assert (to["date"], to["state"]) == ("2021-10-05", "draft")
    assert run.json("surgery", "postpone", meeting, *snow)["state"] == "postponed"
    assert "Give it a date first" in refused(run, "surgery", "issue", meeting)
    assert run.json("surgery", "cancel", meeting, *snow)["state"] == "cancelled"
    assert "Make another surgery" in refused(run, "surgery", "add", meeting, "C")
    assert run("surgery", "cancel", meeting).status == 2
    assert "cancelled" in run("surgery", "list").out


def test_attendance(run: Any, meeting: str, texts: Callable[[str], Path]) -> None:
    content = run.json("surgery", "attendance", meeting, "--invited", "Ann Rees", "--invited",
                       "Huw Pryce", "--organisation", "Legal")  # fmt: skip
    assert [(one["name"], one["organisation"], one["part"]) for one in content["attendance"]] == [
        ("Ann Rees", "Legal", "invited"), ("Huw Pryce", "Legal", "invited"),
    ]  # fmt: skip
    done(run, "surgery", "attendance", meeting, "--attended", "Ann Rees", "--conflict-file",
         texts("A cousin of A's mother."))  # fmt: skip
    done(run, "surgery", "attendance", meeting, "--withdraw", "Huw Pryce")
    shown = run.json("surgery", "show", meeting)["attendance"]
    assert [(one["part"], one["conflict"], one["withdrawn"]) for one in shown] == [
        ("attended", "A cousin of A's mother.", False), ("invited", None, True),
    ]  # fmt: skip
    text = run("surgery", "show", meeting).out
    assert "Declared conflict of interest: Ann Rees: A cousin of A's mother." in text
    assert "withdrawn" in run("surgery", "attendance", meeting).out
    for wrong in (
        ("--withdraw", "Ann Rees", "--attended", "Huw Pryce"),
        ("--conflict-file", texts("Of whom?")),
        ("--invited", "A", "--invited", "B", "--conflict-file", texts("Of whom?")),
    ):
        assert run("surgery", "attendance", meeting, *wrong).status == 2
    assert "Nothing is said of" in refused(
        run, "surgery", "attendance", meeting, "--withdraw", "Nobody"
    )


@pytest.mark.parametrize("role", Role)
def test_what_each_role_may_do(
    run: Any,
    meeting: str,
    become: Callable[[Role], None],
    texts: Callable[[str], Path],
    tmp_path: Path,
    role: Role,
) -> None:
    run.json("surgery", "issue", meeting, "--with-advice")
    become(role)
    text, paper = ("--text-file", texts("Why.")), ("--out", tmp_path / "paper.pdf")
    chair, office = {Role.CHAIR}, {Role.CHAIR, Role.ADMINISTRATOR}
    privileged = {Role.CHAIR, Role.LAWYER}
    acts: list[tuple[tuple[Any, ...], set[Role]]] = [
        (("surgery", "edit", meeting, "--place", "Elsewhere"), office),
        (("surgery", "attendance", meeting, "--attended", "Ann"), office),
        (("surgery", "attendance", meeting), set(Role)),
        (("surgery", "postpone", meeting, "--to", "2021-09-29", *text), office),
        (("surgery", "issue", meeting), chair),
        (("agenda", meeting, *paper), set(Role)),
        (("agenda", meeting, *paper, "--version", "1", "--with-advice"), privileged),
        (("agenda", meeting, *paper, "--draft", "--with-advice"), privileged),
        (("minutes", meeting, *paper), set(Role)),
        (("minutes", meeting, *paper, "--with-advice"), privileged),
        (("summary", "A", *paper), set(Role)),
        (("summary", "A", *paper, "--with-advice"), privileged),
        (("invitation", meeting, *paper), set(Role)),
        (("surgery", "hold", meeting), chair),
        (("surgery", "close", meeting, *text), chair),
        (("surgery", "addendum", meeting, *text), chair),
    ]
    for arguments, allowed in acts:
        ran = run(*arguments)
        assert (ran.status, bool(ran.err)) == ((0, False) if role in allowed else (1, True)), ran
        assert SECRET not in ran.out + ran.err
        if role not in allowed:
            assert "Only " in ran.err
    cancel = run("surgery", "cancel", meeting, *text)
    assert ("is closed" if role is Role.CHAIR else "Only" if role is Role.LAWYER else "") in (
        cancel.err
    )


def test_papers(run: Any, meeting: str, tmp_path: Path) -> None:
    run.json("surgery", "attendance", meeting, "--invited", "Ann Rees", "--invited", "Huw Pryce")
    run.json("surgery", "attendance", meeting, "--apologies", "Huw Pryce")
    path = tmp_path / "paper.pdf"
    time = ("--printed-at", "2021-09-30T09:00", "--out", path)
    for arguments in (
        ("minutes", meeting, "--language", "both", "--names", "full"),
        ("summary", "A", "--as-of", "2021-09-30"),
        ("invitation", meeting, "--with-cases"),
    ):
        made = run.json(*arguments, *time)
        assert made == {
            "file": str(path),
            "pages": len(pypdf.PdfReader(path).pages),
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        assert path.stat().st_mode & 0o077 == 0
        assert run.json(*arguments, *time) == made
        assert SECRET not in words(path)
    assert {"Ann Rees", "Huw Pryce"} <= {
        name for name in ("Ann Rees", "Huw Pryce") if name in words(path)
    }
    done(run, "invitation", meeting, "--to", "Siân Prosser", *time)
    assert "Siân Prosser" in words(path)
    assert "Ann Rees" not in words(path)
    for privileged in (("minutes", meeting), ("summary", "A")):
        done(run, *privileged, "--with-advice", *time)
        assert "LEGALLY PRIVILEGED" in words(path)
    assert SECRET in words(path)
    refused(run, "minutes", "99", *time)
    refused(run, "summary", "Z", *time)
    refused(run, "invitation", "99", *time)
