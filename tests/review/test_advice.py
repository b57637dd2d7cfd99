"""Legal advice as every role writes and reads it, and what an administrator finds of it by hand."""

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ehp_desktop.models.audit import Told
from ehp_desktop.models.errors import DamagedStoreError, NotFoundError, RefusedError
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review import advice, notes, opening
from ehp_desktop.review.actor import Actor, Role
from ehp_desktop.review.advice import AdviceReference, AdviceShown, NewAdvice
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.kept_texts import keep_text
from ehp_desktop.review.note_search import NoteFilter, NoteKind
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.permissions import NotAllowedError
from ehp_desktop.review.surgery import SurgeryDraft, new_surgery

OpenAs = Callable[..., OpenStore]
Tables = dict[str, list[tuple[Any, ...]]]
DAY = dt.date(2021, 9, 1)
TEXT = "The plan would not withstand an appeal."
LAWYER = "Siân Prosser"


@pytest.fixture
def as_role(
    opened_as: OpenAs, put_children: Callable[..., None], make_child: Callable[..., ChildRow]
) -> OpenAs:
    """A store with children 1001, 1002 and a/b, and surgeries 1 and 2, opened as a role."""
    chair = opened_as(Role.CHAIR)
    put_children(chair, *(make_child(child_id=one) for one in ("1001", "1002", "a/b")))
    for day in (5, 19):
        new_surgery(chair, SurgeryDraft(dt.date(2021, 10, day)))
    return opened_as


def only(opened: OpenStore, **wanted: Any) -> AdviceShown:
    (one,) = advice.find_advice(opened, NoteFilter(**wanted))
    return one


def audited(opened: OpenStore) -> list[Told]:
    from ehp_desktop.models.audit import opened_text

    private = opened.store.keys.audit_private
    with opened.store.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT seq, key_id, sealed FROM audit").all()
    return [opened_text(seq, sealed, private[key_id]) for seq, key_id, sealed in rows]


# --- written and read


def test_the_lawyer_writes_corrects_and_withdraws_and_the_chair_reads(as_role: OpenAs) -> None:
    lawyer = as_role(Role.LAWYER)
    new = NewAdvice(f" {TEXT}\r\n", "1001", 1, "r9", DAY)
    reference = advice.add_advice(lawyer, new)
    assert (reference, str(reference)) == (AdviceReference("1001", None, 1), "child/1001/1")
    one = only(lawyer)
    row: Any = one.row
    assert row[:9] == (1, 1, 1, False, "1001", 1, "R9", DAY, TEXT)
    assert (row.author_id, row.role, one.yours) == (lawyer.actor.id, "lawyer", True)
    assert (one.kind, one.reference) == (NoteKind.ADVICE, reference)
    assert advice.correct_advice(lawyer, reference, "It would.") == 2
    one = only(as_role(Role.CHAIR))
    assert (one.text, one.yours, one.row.relevant_date) == ("It would.", False, DAY)
    assert [old.text for old in one.corrected_from] == [TEXT]
    lawyer = as_role(Role.LAWYER)
    assert advice.correct_advice(lawyer, reference, "It would.", None) == 3
    advice.withdraw_advice(lawyer, reference, "Overtaken.")
    for change in (
        lambda: advice.correct_advice(lawyer, reference, "It would not."),
        lambda: advice.withdraw_advice(lawyer, reference, "Again."),
    ):
        with pytest.raises(RefusedError, match="was withdrawn"):
            change()
    chair = as_role(Role.CHAIR)
    one = only(chair)
    assert (one.withdrawn, one.text, one.reason) == (True, "It would.", "Overtaken.")
    assert opening.check(chair.store.folder, "tri llyffant gwyrdd 47") == ()


@pytest.mark.parametrize("role", [Role.CHAIR, Role.ADMINISTRATOR])
def test_nobody_but_the_lawyer_writes(as_role: OpenAs, role: Role) -> None:
    reference = advice.add_advice(as_role(Role.LAWYER), NewAdvice(TEXT, "1001"))
    opened = as_role(role)
    for change in (
        lambda: advice.add_advice(opened, NewAdvice(TEXT, "1001")),
        lambda: advice.correct_advice(opened, reference, "No."),
        lambda: advice.withdraw_advice(opened, reference, "No."),
    ):
        with pytest.raises(NotAllowedError, match="Only the senior lawyer may write"):
            change()
    assert only(as_role(Role.LAWYER)).row.version == 1


def test_nobody_does_nothing(as_role: OpenAs) -> None:
    lawyer = as_role(Role.LAWYER)
    reference = advice.add_advice(lawyer, NewAdvice(TEXT, "1001"))
    missing: Any = None
    nobody = replace(lawyer, actor=missing)
    for opened in (nobody, replace(lawyer, actor=replace(lawyer.actor, first=True))):
        for ask in (
            lambda opened=opened: advice.add_advice(opened, NewAdvice(TEXT, "1001")),
            lambda opened=opened: advice.correct_advice(opened, reference, "No."),
            lambda opened=opened: advice.withdraw_advice(opened, reference, "No."),
            lambda opened=opened: advice.find_advice(opened),
            lambda opened=opened: advice.advice_recorded(opened),
        ):
            with pytest.raises(NotAllowedError):
                ask()


def test_another_lawyers_advice_is_read_and_left_as_it_is(as_role: OpenAs) -> None:
    lawyer = as_role(Role.LAWYER)
    reference = advice.add_advice(lawyer, NewAdvice(TEXT, None, 2))
    assert str(reference) == "surgery/2/1"
    other = replace(lawyer, actor=Actor("Gwen Parry", Role.LAWYER, "another slot"))
    assert not only(other).yours
    for change in (
        lambda: advice.correct_advice(other, reference, "No."),
        lambda: advice.withdraw_advice(other, reference, "No."),
    ):
        with pytest.raises(NotAllowedError, match=f"Only {LAWYER}, who wrote"):
            change()


@pytest.mark.parametrize(
    ("new", "error", "says"),
    [
        (NewAdvice(TEXT), RefusedError, "about no child and no surgery"),
        (NewAdvice(TEXT, "9"), NotFoundError, "no child 9"),
        (NewAdvice(TEXT, None, 9), NotFoundError, "no surgery 9"),
        (NewAdvice(TEXT, None, 1, "R9"), RefusedError, "criterion is of a child"),
        (NewAdvice(TEXT, "1001", None, "Z9"), NotFoundError, "no criterion Z9"),
        (NewAdvice("\n", "1001"), RefusedError, "advice is blank"),
    ],
)
def test_what_cannot_be_advice_is_refused(
    as_role: OpenAs, new: NewAdvice, error: type[Exception], says: str
) -> None:
    lawyer = as_role(Role.LAWYER)
    with pytest.raises(error, match=says):
        advice.add_advice(lawyer, new)
    assert advice.find_advice(lawyer) == []
    assert advice.advice_recorded(lawyer) == (frozenset(), frozenset())


def test_advice_that_is_not_there_and_numbers_that_are_none(as_role: OpenAs) -> None:
    lawyer = as_role(Role.LAWYER)
    reference = advice.add_advice(lawyer, NewAdvice(TEXT, "a/b"))
    assert advice.advice_reference(str(reference)) == reference == AdviceReference("a/b", None, 1)
    assert advice.advice_reference("surgery/2/1") == AdviceReference(None, 2, 1)
    for child_id, surgery_id, number in (("a/b", None, 2), ("1001", None, 1), (None, 1, 1)):
        with pytest.raises(NotFoundError, match="no advice"):
            advice.correct_advice(lawyer, AdviceReference(child_id, surgery_id, number), "No.")
    with pytest.raises(RefusedError, match="exactly that"):
        advice.correct_advice(lawyer, reference, TEXT)
    for text in (
        "",
        "1",
        "child/1",
        "child//1",
        "child/1/x",
        "surgery/x/1",
        "surgery/1/²",
        "x/1/1",
    ):
        with pytest.raises(NotFoundError, match="no advice of that number"):
            advice.advice_reference(text)


def test_advice_is_found_and_its_reading_is_in_the_audit(as_role: OpenAs) -> None:
    lawyer = as_role(Role.LAWYER)
    advice.add_advice(lawyer, NewAdvice(TEXT, "1001", None, "R9"))
    advice.add_advice(lawyer, NewAdvice("Yn y tŷ.", "1002", 1))
    advice.add_advice(lawyer, NewAdvice("Of the day.", None, 1))
    notes.add_note(lawyer, notes.NewNote("A fact.", "1001"))
    chair = as_role(Role.CHAIR)

    def found(**wanted: Any) -> set[str]:
        return {one.text for one in advice.find_advice(chair, NoteFilter(**wanted))}

    assert found() == {TEXT, "Yn y tŷ.", "Of the day."}
    assert found(surgery_id=1) == {"Yn y tŷ.", "Of the day."}
    assert found(child_id="1001") == {TEXT}
    assert found(words="TY") == {"Yn y tŷ."}
    assert found(criterion="R9") == {TEXT}
    assert found(author=LAWYER.upper()) == found()
    assert found(child_id="9") == found(withdrawn=True) == found(kind=NoteKind.FACT) == set()
    page = notes.find_notes(chair, NoteFilter(child_id="1001"))
    assert {one.text for one in page} == {TEXT, "A fact."}
    assert notes.find_notes(chair, NoteFilter(child_id="1001", advice=False))[0].text == "A fact."
    lines = audited(chair)
    written = {told.record for told in lines if told.action == Action.ADVICE}
    read = [told for told in lines if told.action == Action.READ_ADVICE]
    assert {told.record for told in read} == written  # a line for each case, None for a surgery
    assert {told.about.get("surgery") for told in read if told.record is None} == {1}
    assert "1001" not in str(read)


def test_reading_is_noted_where_the_store_is_open_for_reading(as_role: OpenAs) -> None:
    advice.add_advice(as_role(Role.LAWYER), NewAdvice(TEXT, "1001"))
    chair = as_role(Role.CHAIR, write=False)
    assert only(chair).text == TEXT
    assert audited(chair)[-1].action == Action.READ_ADVICE


# --- what an administrator sees


def test_an_administrator_sees_that_there_is_some_and_no_more(as_role: OpenAs) -> None:
    lawyer = as_role(Role.LAWYER)
    advice.add_advice(lawyer, NewAdvice(TEXT, "1001"))
    advice.add_advice(lawyer, NewAdvice(TEXT, None, 2))
    administrator = as_role(Role.ADMINISTRATOR)
    recorded = advice.advice_recorded(administrator)
    assert recorded.children == {"1001"}
    assert recorded.surgeries == {2}
    assert notes.find_notes(administrator) == []
    assert notes.find_notes(administrator, NoteFilter(kind=NoteKind.ADVICE)) == []
    with pytest.raises(NotAllowedError, match="the chair or the senior lawyer"):
        advice.find_advice(administrator)


def test_it_is_the_keys_that_keep_it_from_an_administrator(as_role: OpenAs) -> None:
    advice.add_advice(as_role(Role.LAWYER), NewAdvice(TEXT, "1001"))
    administrator = as_role(Role.ADMINISTRATOR)
    for role in (Role.CHAIR, Role.LAWYER):
        passed_off = replace(administrator, actor=Actor("Gareth Lloyd", role, "x"))
        with pytest.raises(RefusedError, match="key that you do not hold"):
            advice.find_advice(passed_off)
    for child_id, says in (("1001", "key that you do not hold"), ("1002", "only chairs and")):
        with pytest.raises(RefusedError, match=says):
            advice.add_advice(passed_off, NewAdvice("Planted.", child_id))
    assert advice.advice_recorded(administrator).children == {"1001"}


def test_no_table_and_no_file_tells_an_administrator_of_it(
    as_role: OpenAs,
    tables_of: Callable[[OpenStore], Tables],
    everything_stored: Callable[[OpenStore], bytes],
) -> None:
    at = dt.datetime(2021, 7, 6, 5, 43, 21, tzinfo=dt.UTC)
    lawyer = replace(as_role(Role.LAWYER), clock=lambda: at)
    reference = advice.add_advice(lawyer, NewAdvice(TEXT, "1001", 1, "R9", dt.date(1999, 8, 7)))
    advice.correct_advice(lawyer, reference, "It would fail on appeal.")
    advice.withdraw_advice(lawyer, reference, "Overtaken by events.")
    keep_text(lawyer, "advice/child/1001", "Half an opinion.")
    assert (lawyer.store.folder / "caseload.db-wal").stat().st_size > 0
    stored = everything_stored(lawyer)  # with what is still in the log beside the database
    administrator = as_role(Role.ADMINISTRATOR)
    stored += everything_stored(administrator)
    wanted = (TEXT, "appeal", "Overtaken", "Half an", "advice/child", "1999-08-07", "05:43:21")
    for text in (*wanted, "2021-07-06"):
        assert text.encode() not in stored
    tables = str(tables_of(administrator))
    assert "2021-09-30" in tables  # others' times are there
    assert LAWYER not in tables
    assert lawyer.actor.id not in tables


def _advised(folder: Path, clock: Callable[[], dt.datetime], *texts: str) -> None:
    lawyer = opening.unlock(folder, "pedair gwdihŵ frown 12", user=LAWYER, clock=clock)
    for text in texts:
        advice.add_advice(lawyer, NewAdvice(text, "1001"))
    lawyer.close()


def test_how_much_there_is_changes_nothing_that_an_administrator_sees(
    as_role: OpenAs,
    tables_of: Callable[[OpenStore], Tables],
    tmp_path: Path,
    clock: Callable[[], dt.datetime],
) -> None:
    as_role(Role.CHAIR).close()
    seen = {}
    for name, texts in {"one": (TEXT,), "many": (TEXT, "And", "so", "on. " * 200)}.items():
        folder = Path(shutil.copytree(tmp_path / "peopled", tmp_path / name))
        _advised(folder, clock, *texts)
        passphrase = "saith gwiwer goch 31"
        administrator = opening.unlock(folder, passphrase, user="Gareth Lloyd", clock=clock)
        tables = tables_of(administrator)
        administrator.close()
        (book,) = tables["advice_book"]
        seen[name] = (
            [len(value) if isinstance(value, bytes | str) else value for value in book],
            {table: rows for table, rows in tables.items() if table not in _RANDOM},
            [row[1:] for row in tables["child_record_id"]] == [(book[0],)],
        )
    assert seen["one"] == seen["many"]


_RANDOM = {"advice_book", "audit", "child_record_id"}
"""What holds random bytes; the number of records of the audit grows with whatever anybody does."""


def test_a_record_of_the_audit_does_not_show_that_it_was_about_advice(
    as_role: OpenAs, tables_of: Callable[[OpenStore], Tables]
) -> None:
    lawyer = as_role(Role.LAWYER)
    lawyer.store.noting(Action.LOOKED)
    looked = tables_of(lawyer)["audit"][-1]
    advice.add_advice(lawyer, NewAdvice(TEXT, "1001", 1, "R9"))
    advised = tables_of(lawyer)["audit"][-1]
    assert [len(one) if isinstance(one, bytes) else one for one in advised[1:]] == [
        len(one) if isinstance(one, bytes) else one for one in looked[1:]
    ]  # the key, the sealed text's length, how many rows of evidence there are, two hashes


def test_advice_that_another_program_changed_is_noticed(as_role: OpenAs) -> None:
    lawyer = as_role(Role.LAWYER)
    for child_id in ("1001", "1002"):
        advice.add_advice(lawyer, NewAdvice(TEXT, child_id))
    with lawyer.store.keeping() as session:
        session.connection().exec_driver_sql(
            "UPDATE advice_book SET sealed = "
            "(SELECT sealed FROM advice_book WHERE child_id = '1001') WHERE child_id = '1002'"
        )
    with pytest.raises(DamagedStoreError, match="not as it was written"):
        advice.find_advice(lawyer)
    folder = lawyer.store.folder
    as_role(Role.CHAIR)
    assert "is not as it was written" in opening.check(folder, "tri llyffant gwyrdd 47")[0]
