"""Every command, called by each role, with a first passphrase, with a wrong one and by nobody.

Who may is the table of the issue, written out here once more; a command that has no row in it
fails the test.
"""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import click
import pytest

from ehp_desktop.commands.cli import cli
from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review import opening
from ehp_desktop.review.actor import Role

NOON = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
SIGNED_IN = "signed in"
FIRST = "wyth draenog cyntaf 5"
NEW = "deg llwynog hen 64"
PEOPLE: Final = {
    Role.CHAIR: ("Rhiannon Evans", "tri llyffant gwyrdd 47"),
    Role.LAWYER: ("Siân Prosser", "pedair gwdihŵ frown 12"),
    Role.ADMINISTRATOR: ("Gareth Lloyd", "saith gwiwer goch 31"),
}
NEWCOMER = "Mair Newydd"  # a second chair, who has not changed her first passphrase yet

CHAIR, LAWYER, OFFICE = (Role.CHAIR, Role.LAWYER, Role.ADMINISTRATOR)
EVERYONE: Final = (CHAIR, LAWYER, OFFICE)
CHAIR_OFFICE: Final = (CHAIR, OFFICE)
PRIVILEGED: Final = (CHAIR, LAWYER)
CALLED: Final = {
    CHAIR: "the chair",
    LAWYER: "the senior lawyer",
    OFFICE: "the administrator",
}
TEXT: Final = ("--text-file", "{text}")
OUT: Final = ("--out", "{out}.pdf")


@dataclass(frozen=True)
class Row:
    """A command as it is called here, who may call it, and what the refusal says they may."""

    command: str
    may: tuple[Role, ...]
    deed: str = ""
    more: tuple[str, ...] = ()


IMPORT = "import files and mark children as having left care"
EDIT = "edit a child's fields"
MAKE = "make, change, postpone or cancel a surgery"
ADVICE = "write legal advice"
OVERRIDE = "override a criterion"
CONFIRM = "confirm outcomes, actions and steps to court"
ISSUE = "issue an agenda"
CLOSE = "hold or close a surgery"
PARAMETERS = "change a parameter"
PEOPLE_WORDS = "add, change or remove people"
PURGE = "purge a child's record"
HOLD = "place or lift a legal hold"
WITH_ADVICE = "print with legal advice"
RESTORE = "restore a backup"
AUDIT = "read and export the audit"
RECORD = "produce one child's whole record"

ROWS: Final = (
    # import, mark as left care, edit a child's fields
    Row("import", CHAIR_OFFICE, IMPORT, ("{extract}",)),
    Row("import", CHAIR_OFFICE, IMPORT, ("{extract}", "--check")),
    Row("child left", CHAIR_OFFICE, IMPORT, ("C", "--date", "2021-09-29", "--reason", "E4")),
    Row("child set", CHAIR_OFFICE, EDIT, ("C", "team=Gogledd")),
    # make, postpone, cancel a surgery, attendance, choose and order its cases
    Row("surgery new", CHAIR_OFFICE, MAKE, ("--date", "2021-11-02")),
    Row("surgery edit", CHAIR_OFFICE, MAKE, ("1", "--place", "Elsewhere")),
    Row("surgery postpone", CHAIR_OFFICE, MAKE, ("1", *TEXT)),
    Row("surgery cancel", CHAIR_OFFICE, MAKE, ("1", *TEXT)),
    Row("surgery attendance", CHAIR_OFFICE, MAKE, ("1", "--invited", "Ann Rees")),
    Row("surgery add", CHAIR_OFFICE, MAKE, ("1", "D")),
    Row("surgery remove", CHAIR_OFFICE, MAKE, ("1", "B")),
    Row("surgery order", CHAIR_OFFICE, MAKE, ("1", "B", "A", "C")),
    Row("surgery fill", CHAIR_OFFICE, MAKE, ("1", "--route", "discharge")),
    Row("outcome relist", CHAIR_OFFICE, MAKE, ("1",)),
    # write a note (fact, for everyone); correct one's own
    Row("note add", EVERYONE, more=("--child", "A", *TEXT)),
    Row("note correct", EVERYONE, more=("{own_note}", *TEXT)),
    Row("note withdraw", EVERYONE, more=("{own_note}", *TEXT)),
    # private preparation note (own eyes)
    Row("note add", EVERYONE, more=("--child", "A", "--private", *TEXT)),
    # legal advice (privileged)
    Row("advice add", (LAWYER,), ADVICE, ("--child", "A", *TEXT)),
    Row("advice correct", (LAWYER,), ADVICE, ("child/A/1", *TEXT)),
    Row("advice withdraw", (LAWYER,), ADVICE, ("child/A/1", *TEXT)),
    Row("advice list", PRIVILEGED, "read legal advice"),
    Row("note list", EVERYONE, more=("--kind", "advice")),  # to an administrator: that there is
    # override a criterion
    Row("override add", (LAWYER,), OVERRIDE, ("A", "R9", "met", *TEXT)),
    Row("override end", (LAWYER,), OVERRIDE, ("1", "--on", "2021-10-30")),
    Row("override confirm", (LAWYER,), OVERRIDE, ("1",)),
    # record outcomes, actions, steps to court
    Row("outcome record", EVERYONE, more=("3", "D", "discharge")),
    Row("outcome copied", EVERYONE, more=("1",)),
    Row("outcome withdraw", EVERYONE, more=("3", "A")),
    Row("outcome undo", EVERYONE, more=("3", "{own_case}")),
    Row("action add", EVERYONE, more=("--who", "Ann", "--child", "A", *TEXT)),
    Row("action correct", EVERYONE, more=("1", "--who", "Ann", *TEXT)),
    Row("action done", EVERYONE, more=("1",)),
    Row("action withdraw", EVERYONE, more=("1",)),
    Row("step add", EVERYONE, more=("A", "application_approved")),
    Row("step correct", EVERYONE, more=("1", "A", "application_drafted", "--on", "2021-09-29")),
    Row("step withdraw", EVERYONE, more=("1",)),
    Row("order add", EVERYONE, more=("A", "application_refused", "--date", "2021-09-29")),
    Row("order withdraw", EVERYONE, more=("{order}",)),
    # as draft for the chair to confirm
    Row("outcome confirm", (CHAIR,), CONFIRM, ("3",)),
    Row("action confirm", (CHAIR,), CONFIRM),
    Row("step confirm", (CHAIR,), CONFIRM),
    # issue an agenda, close a surgery, change parameters, people, purge, legal hold
    Row("surgery issue", (CHAIR,), ISSUE, ("1",)),
    Row("surgery issue", (CHAIR,), ISSUE, ("1", "--with-advice")),
    Row("surgery hold", (CHAIR,), CLOSE, ("2",)),
    Row("surgery close", (CHAIR,), CLOSE, ("5", *TEXT)),
    Row("surgery addendum", (CHAIR,), CLOSE, ("4", *TEXT)),
    Row("parameter set", (CHAIR,), PARAMETERS,
        ("settled_months", "9", "--from", "2021-11-01", *TEXT)),
    Row("backups", (CHAIR,), PARAMETERS, ("--folder", "{folder}")),
    Row("people add", (CHAIR,), PEOPLE_WORDS, ("Nia Wyn", "--role", "lawyer")),
    Row("people role", (CHAIR,), PEOPLE_WORDS, (NEWCOMER, "lawyer")),
    Row("people remove", (CHAIR,), PEOPLE_WORDS, (NEWCOMER,)),
    Row("purge", (CHAIR,), PURGE, ("L",)),
    Row("purge", (CHAIR,), PURGE, ("--left-before", "2021-01-01", "--check")),
    Row("hold add", (CHAIR,), HOLD, ("A", *TEXT)),
    Row("hold lift", (CHAIR,), HOLD, ("B", *TEXT)),
    # print agenda and minutes without advice
    Row("agenda", EVERYONE, more=("2", *OUT)),
    Row("agenda", EVERYONE, more=("2", *OUT, "--version", "1")),
    Row("minutes", EVERYONE, more=("4", *OUT)),
    Row("summary", EVERYONE, more=("A", *OUT)),
    Row("invitation", EVERYONE, more=("1", *OUT)),
    Row("actions", EVERYONE, more=OUT),
    # print with advice
    Row("agenda", PRIVILEGED, WITH_ADVICE, ("2", *OUT, "--with-advice")),
    Row("agenda", PRIVILEGED, WITH_ADVICE, ("2", *OUT, "--with-advice", "--version", "1")),
    Row("agenda", PRIVILEGED, WITH_ADVICE, ("2", *OUT, "--with-advice", "--draft")),
    Row("minutes", PRIVILEGED, WITH_ADVICE, ("4", *OUT, "--with-advice")),
    Row("summary", PRIVILEGED, WITH_ADVICE, ("A", *OUT, "--with-advice")),
    # backup
    Row("backup", EVERYONE, more=("{out}.ehp",)),
    Row("backups", EVERYONE),
    # restore, read and export the audit, one child's whole record (subject access)
    Row("restore", (CHAIR,), RESTORE, ("{backup}",)),
    Row("rescue", (CHAIR,), RESTORE, ("--out", "{out}")),
    Row("audit", (CHAIR,), AUDIT),
    Row("audit", (CHAIR,), AUDIT, ("--out", "{out}.csv")),
    Row("child record", (CHAIR,), RECORD, ("A", "--out", "{out}")),
    Row("child record", (CHAIR,), RECORD,
        ("A", "--out", "{out}", "--with-advice", "--with-private")),
    # what everybody reads
    *(Row(command, EVERYONE) for command in (
        "cases", "surgery list", "note list", "outcome list", "outcome relisted", "action list",
        "step list", "order list", "order prompts", "override list", "parameter list",
        "people list", "hold list",
    )),
    Row("explain", EVERYONE, more=("A",)),
    Row("surgery show", EVERYONE, more=("2",)),
    Row("surgery attendance", EVERYONE, more=("2",)),
)  # fmt: skip
"""Each command and who may call it."""

OTHERWISE: Final = {
    "init": "makes a store, and has nobody to ask",
    "demo": "makes a store of fiction",
    "recover": "asks for the recovery code, whoever types it",
    "check": "is everybody's, and says of no case anything",
    "people passphrase": "is everybody's, with a first passphrase before all else",
}
"""Commands that are not of the table, each with a test of its own."""


def leaves(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, (*words, name))
        else:
            yield " ".join((*words, name))


def test_every_command_has_its_row() -> None:
    rowed = {row.command for row in ROWS} | set(OTHERWISE)
    assert sorted(leaves(cli)) == sorted(rowed)


def child(child_id: str, **facts: Any) -> ChildRow:
    usual: dict[str, Any] = {
        "forename": "Ioan", "surname": "ap Rhys", "date_of_birth": dt.date(2012, 5, 14),
        "looked_after_since": dt.date(2018, 3, 1), "legal_status": "C2",
        "legal_status_date": dt.date(2018, 6, 12), "placement_code": "P1",
        "placement_start": dt.date(2020, 7, 28), "last_review_date": dt.date(2021, 7, 15),
    }  # fmt: skip
    return ChildRow(child_id=child_id, **(usual | facts))


class Builder:
    """Fills a store in the name of one person after another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self, role: Role) -> opening.OpenStore:
        name, passphrase = PEOPLE[role]
        return opening.unlock(self.folder, passphrase, user=name, clock=lambda: NOON)

    def as_chair(self) -> None:
        from sqlalchemy import insert

        from ehp_desktop.models.child import Child
        from ehp_desktop.models.fields import FIELD_BY_KEY
        from ehp_desktop.models.typed_writes import TypedWriter
        from ehp_desktop.review import purging, surgery_life
        from ehp_desktop.review.actions_to_do import NewAction, add_action
        from ehp_desktop.review.court_steps import NewStep, add_step
        from ehp_desktop.review.issuing import Variants, issue
        from ehp_desktop.review.names import Names
        from ehp_desktop.review.notes import NewNote, add_note
        from ehp_desktop.review.outcomes import record
        from ehp_desktop.review.people import add_person
        from ehp_desktop.review.surgery import SurgeryDraft, add_cases, new_surgery

        chair = self.open(CHAIR)
        children = [child(one) for one in "ABCDE"]
        left = {"ceased_date": dt.date(2019, 5, 1), "ceased_reason": "E4"}
        everyone = [*children, child("L", **left)]
        with chair.store.writing("tested") as session:
            session.execute(insert(Child), [one._asdict() for one in everyone])
            typed = TypedWriter(session, as_of=dt.date(2019, 5, 1), at=NOON, by="x")
            for one in everyone:
                given = one._asdict()
                told = [(key, None, given[key]) for key in FIELD_BY_KEY if given[key] is not None]
                typed.write(one, told[1:], ())
        days = (dt.date(2021, 10, 5), dt.date(2021, 9, 30), dt.date(2021, 9, 28),
                dt.date(2021, 9, 21), dt.date(2021, 9, 14))  # fmt: skip
        for day, cases in zip(days, ("AB", "AB", "ABCD", "E", "E"), strict=True):
            number = new_surgery(chair, SurgeryDraft(day))
            add_cases(chair, number, list(cases))
            if day != days[0]:
                variants = Variants(("en",), (Names.INITIALS,), number == 2)
                issue(chair, number, variants, NOON)
            if number > 2:
                surgery_life.hold(chair, number, None)
        record(chair, 3, "A", "discharge")
        record(chair, 3, "C", "not_yet", by_date=dt.date(2021, 10, 5))
        record(chair, 4, "E", "discharge")
        surgery_life.close(chair, 4)
        add_action(chair, NewAction("Ask the school.", "Ann Rees", dt.date(2021, 9, 1), None, "A"))
        add_step(chair, NewStep("A", "application_drafted", dt.date(2021, 9, 29)))
        purging.place_hold(chair, "B", "A claim.")
        add_note(chair, NewNote("A fact of the chair's.", "A"))
        add_person(chair, NEWCOMER, CHAIR, FIRST)
        chair.close()

    def as_others(self) -> None:
        from ehp_desktop.review.actions_to_do import NewAction, add_action
        from ehp_desktop.review.advice import NewAdvice, add_advice
        from ehp_desktop.review.court_orders import NewOrder, add_order
        from ehp_desktop.review.notes import NewNote, add_note
        from ehp_desktop.review.outcomes import record
        from ehp_desktop.review.overrides import NewOverride, add
        from ehp_desktop.review.words import Result

        lawyer = self.open(LAWYER)
        add_advice(lawyer, NewAdvice("The court would want a report first.", "A"))
        add_note(lawyer, NewNote("A fact of the lawyer's.", "A"))
        new = NewOverride("B", "R9", None, Result.MET, "The file shows it.", None)
        add(lawyer, new, on=NOON.date())
        lawyer.close()
        office = self.open(OFFICE)
        record(office, 3, "B", "discharge")
        add_action(office, NewAction("Send the minutes.", "Gareth Lloyd", None, None, "B"))
        add_note(office, NewNote("A fact of the office's.", "A"))
        day = dt.date(2021, 9, 29)
        add_order(office, NewOrder("D", "application_withdrawn", day), on=day)
        office.close()


@pytest.fixture(scope="session")
def meeting_template(
    peopled_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """A store with a surgery in each state, and something of everybody's; and a backup of it."""
    from ehp_desktop.models import sealing
    from ehp_desktop.review.backups import after_session, backup

    folder = tmp_path_factory.mktemp("meeting") / "store"
    shutil.copytree(peopled_template, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "MEMORY_KIB", 64)
        patch.setattr(sealing, "PASSES", 1)
        builder = Builder(folder)
        builder.as_chair()
        builder.as_others()
        opened = builder.open(CHAIR)
        backup(opened, folder.parent / "store.ehp")
        after_session(opened)  # so that no automatic backup is due when somebody is refused
        opened.close()
    return folder, folder.parent / "store.ehp"


@dataclass
class Caller:
    """Calls a command as somebody, and looks at what has become of the store."""

    console: Any
    passphrase_file: Path
    monkeypatch: pytest.MonkeyPatch
    words: dict[str, str]
    template: Path
    made: int = 0

    def fresh(self, place: Path) -> None:
        """A store as the template is."""
        self.made += 1
        folder = place / f"store-{self.made}"
        self.console = replace(self.console, store=Path(shutil.copytree(self.template, folder)))
        self.words["out"] = str(place / f"out-{self.made}")

    def __call__(self, row: Row, passphrase: str | None, role: Role = CHAIR) -> Any:
        """What came of a command with a passphrase; None = there is none, and no terminal."""
        here = {CHAIR: "1", LAWYER: "2", OFFICE: "3"}[role]
        case = {CHAIR: "A", LAWYER: "A", OFFICE: "B"}[role]
        words = {**self.words, "own_note": here, "own_case": case, "order": "2"}
        arguments = [*row.command.split(), *(one.format(**words) for one in row.more)]
        if passphrase is None:
            self.monkeypatch.delenv("EHP_PASSPHRASE_FILE", raising=False)
        else:
            self.monkeypatch.setenv("EHP_PASSPHRASE_FILE", str(self.passphrase_file))
            self.passphrase_file.write_text(f"{passphrase}\n", encoding="utf-8")
        ran = self.console(*arguments)
        (self.console.store / "attempts.json").unlink(missing_ok=True)
        return ran

    def kept(self) -> tuple[dict[str, list[Any]], bytes, list[str]]:
        """Every row of every table but the audit's; the key file; the actions of the audit."""
        from ehp_desktop.models.audit_reads import audit_rows

        name, passphrase = PEOPLE[CHAIR]
        opened = opening.unlock(
            self.console.store, passphrase, user=name, write=False, note=False, clock=lambda: NOON
        )
        with opened.store.reading() as session:
            connection = session.connection()
            tables = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'audit'"
            ).scalars()
            rows = {
                table: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")]  # noqa: S608
                for table in tables.all()
            }
            entries = connection.exec_driver_sql("SELECT max(entries) FROM audit").scalar()
            told = audit_rows(session, opened.store.keys, newest_first=False)
            actions = [one.action for one in told]
        opened.close()
        rows["entries of the audit"] = [entries]
        return rows, (self.console.store / "keys.json").read_bytes(), actions


@pytest.fixture
def caller(
    console: Any,
    passphrase_file: Path,
    meeting_template: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Caller:
    """Commands on a copy of the store that has something of everything."""
    from ehp_desktop.models import sealing

    monkeypatch.setattr(sealing, "MEMORY_KIB", 64)
    monkeypatch.setattr(sealing, "PASSES", 1)
    monkeypatch.setattr("ehp_desktop.commands.secrets_asked._has_terminal", lambda: False)
    new = tmp_path / "new-passphrase.txt"
    new.write_text(f"{NEW}\n", encoding="utf-8")
    monkeypatch.setenv("EHP_NEW_PASSPHRASE_FILE", str(new))
    text, extract = tmp_path / "text.txt", tmp_path / "extract.csv"
    text.write_text("Because of snow.", encoding="utf-8")
    extract.write_text(
        "child_id,forename,surname,date_of_birth,looked_after_since,legal_status,placement_code\n"
        "M,Nel,Roberts,2014-02-03,2019-05-01,C2,P1\n",
        encoding="utf-8",
    )
    (tmp_path / "elsewhere").mkdir()
    words = {
        "text": str(text),
        "extract": str(extract),
        "folder": str(tmp_path / "elsewhere"),
        "backup": str(meeting_template[1]),
    }
    made = Caller(console, passphrase_file, monkeypatch, words, meeting_template[0])
    made.fresh(tmp_path)
    return made


def case_of(row: Row) -> str:
    return " ".join((row.command, *row.more))


def refusal(row: Row, role: Role) -> str:
    """What somebody of a role is told who may not do it."""
    who = " or ".join(CALLED[one] for one in EVERYONE if one in row.may)
    return (
        f"ehp-desktop: Only {who} may {row.deed}; you are signed in as {CALLED[role][4:]}. "
        "Nothing was done; ask them, or sign in as one of them.\n"
    )


STILL_FIRST = (
    "ehp-desktop: The passphrase is still the first one, which somebody else chose; it is to be "
    "changed before anything else. Nothing was done; change it with `people passphrase`.\n"
)
WRONG = (
    "ehp-desktop: The passphrase does not open this store; nothing was changed. Check Caps Lock "
    "and the keyboard's language, and type it again, or use the recovery code.\n"
)
NOBODY = (
    "ehp-desktop: There is no terminal to ask for the passphrase on; nothing was done. Set "
    "EHP_PASSPHRASE_FILE to a file whose first line is the passphrase.\n"
)


@pytest.mark.parametrize("row", ROWS, ids=case_of)
def test_who_may_not_is_told_and_changes_nothing(caller: Caller, row: Row) -> None:
    before, keys, actions = caller.kept()
    calls: list[tuple[str | None, Role, str]] = [
        (PEOPLE[role][1], role, refusal(row, role)) for role in EVERYONE if role not in row.may
    ]
    calls.append((FIRST, CHAIR, STILL_FIRST))
    signed_in = len(calls)
    calls += [("pedwar llyffant 48", CHAIR, WRONG), (None, CHAIR, NOBODY)]
    for passphrase, role, sentence in calls:
        ran = caller(row, passphrase, role)
        assert (ran.status, ran.out, ran.err) == (1, "", sentence)
        assert not list(Path(caller.words["out"]).parent.glob("out-*"))
    after, keys_after, actions_after = caller.kept()
    assert after == before
    assert keys_after == keys
    assert actions_after[: len(actions)] == actions
    new = actions_after[len(actions) :]
    asked_elsewhere = row.command in {"restore", "rescue"}  # of a copy: this store is not opened
    assert new == ([] if asked_elsewhere else [SIGNED_IN] * signed_in)


@pytest.mark.parametrize("row", ROWS, ids=case_of)
def test_who_may_does(caller: Caller, row: Row, tmp_path: Path) -> None:
    for role in row.may:
        caller.fresh(tmp_path)
        ran = caller(row, PEOPLE[role][1], role)
        assert (ran.status, ran.err, role) == (0, "", role), ran.out


def test_a_first_passphrase_changes_itself_and_then_does_all(
    caller: Caller, clock: Callable[[], dt.datetime]
) -> None:
    change, look = Row("people passphrase", EVERYONE), Row("cases", EVERYONE)
    assert caller(look, FIRST).err == STILL_FIRST
    assert caller(change, FIRST).status == 0
    assert caller(look, FIRST).err == WRONG
    assert caller(look, NEW).status == 0


@pytest.mark.parametrize("role", EVERYONE)
def test_everybody_changes_their_own_passphrase(caller: Caller, role: Role) -> None:
    ran = caller(Row("people passphrase", EVERYONE), PEOPLE[role][1], role)
    assert (ran.status, ran.err) == (0, "")
    for passphrase, status in ((PEOPLE[role][1], 1), (NEW, 0)):
        assert caller(Row("cases", EVERYONE), passphrase).status == status


@pytest.mark.parametrize("command", ["check", "people passphrase"])
def test_what_everybody_may_nobody_may(caller: Caller, command: str) -> None:
    before = caller.kept()
    row = Row(command, EVERYONE)
    assert caller(row, "pedwar llyffant 48").err == WRONG
    ran = caller(row, None)
    assert (ran.status, ran.out, ran.err) == (1, "", NOBODY)
    assert caller.kept() == before


def test_everybody_checks_and_no_case_is_said(caller: Caller) -> None:
    for passphrase in (*(one[1] for one in PEOPLE.values()), FIRST):
        ran = caller(Row("check", EVERYONE), passphrase)
        assert (ran.status, ran.out, ran.err) == (0, "The store is whole.\n", "")


def test_nobody_recovers_with_a_passphrase(caller: Caller) -> None:
    before = caller.kept()
    row = Row("recover", (), more=("--user", PEOPLE[CHAIR][0]))
    for passphrase in (*(one[1] for one in PEOPLE.values()), FIRST):
        ran = caller(row, passphrase)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.endswith("What was typed is no recovery code.\n")
    ran = caller(row, None)
    assert (ran.status, "ask for the recovery code on" in ran.err) == (1, True)
    assert caller.kept() == before


def test_a_store_is_made_beside_others_and_never_over_one(
    caller: Caller, tmp_path: Path, make_store: Callable[[CodeSet, str], Path]
) -> None:
    before = caller.kept()
    row = Row("init", (), more=("--recovery-file", str(tmp_path / "code.txt")))
    for passphrase in (*(one[1] for one in PEOPLE.values()), FIRST):
        ran = caller(row, passphrase)
        assert (ran.status, ran.out) == (1, "")
        assert not (tmp_path / "code.txt").exists()
    made = caller(Row("demo", (), more=("--headless", "--dir", str(tmp_path / "demo"))), None)
    assert (made.status, made.err) == (0, "")
    assert caller.kept() == before


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        ("wishes_date=31/02/2021", "wishes_date: what was given is not a day of the calendar"),
        ("concerns=Gwenhwyfar", "concerns: what was given is not one of: "),
        ("moves_12_months=Gwenhwyfar", "moves_12_months: what was given is not a whole number"),
    ],
)
def test_a_refused_value_is_not_said_on_standard_error(
    caller: Caller, pair: str, sentence: str
) -> None:
    ran = caller(Row("child set", CHAIR_OFFICE, more=("A", pair)), PEOPLE[CHAIR][1])
    assert (ran.status, ran.out) == (1, "")
    assert sentence in ran.err
    assert pair.partition("=")[2] not in ran.err
