"""Notes as each role writes, corrects, withdraws and finds them; private ones and their opening."""

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ehp_desktop.models import sealing
from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import DamagedStoreError, NotFoundError, RefusedError
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review import notes, opening, people
from ehp_desktop.review.actor import Actor, Role
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.note_search import folded
from ehp_desktop.review.notes import NewNote, NoteFilter, NoteKind, NoteShown
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.permissions import NotAllowedError
from ehp_desktop.review.surgery import SurgeryDraft, new_surgery

OpenAs = Callable[..., OpenStore]
DAY = dt.date(2021, 9, 1)
LAWYERS = "pum gafr ar ben bryn"


@pytest.fixture
def as_role(
    opened_as: OpenAs, put_children: Callable[..., None], make_child: Callable[..., ChildRow]
) -> OpenAs:
    """A store with children 1001 and 1002 and surgery 1, opened as a role."""
    chair = opened_as(Role.CHAIR)
    put_children(chair, make_child(), make_child(child_id="1002"))
    new_surgery(chair, SurgeryDraft(dt.date(2021, 10, 5)))
    return opened_as


def texts(opened: OpenStore, **wanted: Any) -> list[str]:
    return [one.text for one in notes.find_notes(opened, NoteFilter(**wanted))]


def only(opened: OpenStore, **wanted: Any) -> NoteShown:
    (one,) = notes.find_notes(opened, NoteFilter(**wanted))
    return one


def audited(opened: OpenStore) -> list[str]:
    from ehp_desktop.models.audit import opened_text

    private = opened.store.keys.audit_private
    with opened.store.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT seq, key_id, sealed FROM audit").all()
    return [opened_text(seq, sealed, private[key_id]).action for seq, key_id, sealed in rows]


# --- notes of fact


@pytest.mark.parametrize("role", Role)
def test_everybody_writes_corrects_and_withdraws_their_own(as_role: OpenAs, role: Role) -> None:
    opened = as_role(role)
    new = NewNote(" Mam has\ta flat.\r\nFrom May. ", "1001", 1, " r9 ", DAY)
    number = notes.add_note(opened, new)
    one = only(opened)
    assert (one.reference, one.kind, one.yours, one.withdrawn) == (
        number,
        NoteKind.FACT,
        True,
        False,
    )
    row: Any = one.row
    assert row[4:10] == (False, "1001", 1, "R9", DAY, "Mam has a flat.\nFrom May.")
    assert (row.author_id, row.role) == (opened.actor.id, role)
    assert notes.correct_note(opened, number, "Mam has a house.") == 2
    one = only(opened)
    assert (one.text, one.row.relevant_date, one.row.version) == ("Mam has a house.", DAY, 2)
    assert [old.text for old in one.corrected_from] == ["Mam has a flat.\nFrom May."]
    assert notes.correct_note(opened, number, "Mam has a house.", None) == 3
    assert only(opened).row.relevant_date is None
    notes.withdraw_note(opened, number, "Wrong child.")
    one = only(opened)
    assert (one.withdrawn, one.text, one.reason) == (True, "Mam has a house.", "Wrong child.")
    assert len(one.corrected_from) == 2


@pytest.mark.parametrize("role", [Role.LAWYER, Role.ADMINISTRATOR])
def test_anothers_note_is_corrected_by_nobody_and_withdrawn_by_the_chair(
    as_role: OpenAs, role: Role
) -> None:
    number = notes.add_note(as_role(role), NewNote("Seen.", "1001"))
    others = as_role(Role.ADMINISTRATOR if role is Role.LAWYER else Role.LAWYER)
    with pytest.raises(NotAllowedError, match="who wrote note 1, may correct"):
        notes.correct_note(others, number, "Not seen.")
    with pytest.raises(NotAllowedError, match="or the chair may withdraw"):
        notes.withdraw_note(others, number, "No.")
    chair = as_role(Role.CHAIR)
    with pytest.raises(NotAllowedError):
        notes.correct_note(chair, number, "Not seen.")
    assert only(chair).text == "Seen."
    notes.withdraw_note(chair, number, "Said twice.")
    one = only(chair)
    assert (one.first.role, one.row.role, one.reason) == (role, "chair", "Said twice.")
    with pytest.raises(RefusedError, match="was withdrawn"):
        notes.withdraw_note(chair, number, "Again.")
    with pytest.raises(RefusedError, match="was withdrawn"):
        notes.correct_note(as_role(role), number, "Not seen.")


def test_nobody_does_nothing(as_role: OpenAs) -> None:
    chair = as_role(Role.CHAIR)
    notes.add_note(chair, NewNote("Seen.", "1001"))
    first = replace(chair, actor=replace(chair.actor, first=True))
    missing: Any = None
    nobody = replace(chair, actor=missing)
    for opened in (first, nobody):
        for ask in (
            lambda opened=opened: notes.add_note(opened, NewNote("Seen.", "1001")),
            lambda opened=opened: notes.correct_note(opened, 1, "Not."),
            lambda opened=opened: notes.withdraw_note(opened, 1, "Not."),
            lambda opened=opened: notes.find_notes(opened),
            lambda opened=opened: notes.opened_private_notes(opened),
            lambda opened=opened: notes.told(opened),
        ):
            with pytest.raises(NotAllowedError):
                ask()
    assert only(chair).text == "Seen."


@pytest.mark.parametrize(
    ("new", "error", "says"),
    [
        (NewNote("Seen."), RefusedError, "about no child and no surgery"),
        (NewNote("Seen.", "9"), NotFoundError, "no child 9"),
        (NewNote("Seen.", None, 9), NotFoundError, "no surgery 9"),
        (NewNote("Seen.", None, 1, "R9"), RefusedError, "criterion is of a child"),
        (NewNote("Seen.", "1001", None, "Z9"), NotFoundError, "no criterion Z9"),
        (NewNote(" \n ", "1001"), RefusedError, "blank"),
        (NewNote("x" * 20_001, "1001"), RefusedError, "longer than 20000"),
        (NewNote("Seen\x00", "1001"), RefusedError, "control character"),
        (NewNote("Seen\ud800", "1001"), RefusedError, "control character"),
    ],
)
@pytest.mark.parametrize("private", [False, True])
def test_what_cannot_be_a_note_is_refused(
    as_role: OpenAs, new: NewNote, error: type[Exception], says: str, private: bool
) -> None:
    chair = as_role(Role.CHAIR)
    with pytest.raises(error, match=says):
        notes.add_note(chair, replace(new, private=private))
    assert notes.find_notes(chair) == []


def test_a_correction_that_changes_nothing_and_a_note_that_is_not_there(as_role: OpenAs) -> None:
    chair = as_role(Role.CHAIR)
    number = notes.add_note(chair, NewNote("Seen.", "1001"))
    with pytest.raises(RefusedError, match="exactly that already"):
        notes.correct_note(chair, number, " Seen. ")
    with pytest.raises(RefusedError, match="reason is blank"):
        notes.withdraw_note(chair, number, " ")
    for missing in (0, 99, 2**62):
        with pytest.raises(NotFoundError, match="no note"):
            notes.correct_note(chair, missing, "Seen.")
        with pytest.raises(NotFoundError, match="no note"):
            notes.withdraw_note(chair, missing, "Seen.")
    assert notes.correct_note(chair, number, "Not seen.") == 2
    assert notes.correct_note(chair, number + 1, "Seen again.") == 3  # named by a later version


def test_nothing_is_written_where_the_store_is_open_for_reading(as_role: OpenAs) -> None:
    reading = as_role(Role.CHAIR, write=False)
    with pytest.raises(RefusedError, match="reading only"):
        notes.add_note(reading, NewNote("Seen.", "1001"))


# --- finding


def test_notes_are_found_by_what_they_say_and_are_about(as_role: OpenAs) -> None:
    times = iter(range(1, 100))
    noon = dt.datetime(2021, 9, 1, 12, tzinfo=dt.UTC)
    chair = as_role(Role.CHAIR)
    chair = replace(chair, clock=lambda: noon + dt.timedelta(days=next(times)))
    notes.add_note(chair, NewNote("Mae'r tŷ yn barod; STRAẞE.", "1001", None, "R9"))  # the 2nd
    notes.add_note(chair, NewNote("Seen at home.", "1002", 1))
    notes.add_note(chair, NewNote("Room booked.", None, 1))
    notes.add_note(chair, NewNote("Ask Siân.", "1001", private=True))
    notes.withdraw_note(chair, 2, "Wrong day.")  # the 6th
    everything = ["Seen at home.", "Ask Siân.", "Room booked.", "Mae'r tŷ yn barod; STRAẞE."]
    assert texts(chair) == everything
    assert texts(chair, child_id="1001") == ["Ask Siân.", "Mae'r tŷ yn barod; STRAẞE."]
    assert texts(chair, surgery_id=1) == ["Seen at home.", "Room booked."]
    assert texts(chair, surgery_id=1, child_id="1002") == ["Seen at home."]
    assert texts(chair, criterion="r9") == ["Mae'r tŷ yn barod; STRAẞE."]
    assert texts(chair, kind=NoteKind.PRIVATE) == ["Ask Siân."]
    assert texts(chair, kind=NoteKind.ADVICE) == []
    assert "Ask Siân." not in texts(chair, kind=NoteKind.FACT)
    assert texts(chair, words="TY strasse BAROD") == ["Mae'r tŷ yn barod; STRAẞE."]
    assert texts(chair, words="sian") == ["Ask Siân."]
    assert texts(chair, words="tŷ gardd") == []
    assert texts(chair, words="wrong") == ["Seen at home."]  # why it was withdrawn
    assert texts(chair, withdrawn=True) == ["Seen at home."]
    assert texts(chair, withdrawn=False) == everything[1:]
    assert texts(chair, author="RHIANNON evans") == everything
    assert texts(chair, author="Rhiannon") == []
    assert texts(chair, since=dt.date(2021, 9, 4), until=dt.date(2021, 9, 5)) == everything[1:3]


def test_folding_takes_case_and_accents_off() -> None:
    assert folded("Siân ŴYN") == folded("SIÂN ŵyn") == "sian wyn"


# --- private notes


@pytest.mark.parametrize("role", Role)
def test_a_private_note_is_its_authors_alone(as_role: OpenAs, role: Role) -> None:
    author = as_role(role)
    number = notes.add_note(author, NewNote("My own doubt.", "1001", private=True))
    notes.correct_note(author, number, "My own certainty.")
    one = only(author)
    assert (one.kind, one.text) == (NoteKind.PRIVATE, "My own certainty.")
    assert [old.text for old in one.corrected_from] == ["My own doubt."]
    for other in set(Role) - {role}:
        opened = as_role(other)
        assert notes.find_notes(opened) == []
        assert notes.find_notes(opened, NoteFilter(kind=NoteKind.PRIVATE)) == []
        with pytest.raises(NotFoundError):
            notes.correct_note(opened, number, "No doubt.")
        with pytest.raises(NotFoundError):
            notes.withdraw_note(opened, number, "No doubt.")
        with pytest.raises(NotAllowedError):
            notes.opened_private_notes(opened)
        as_another = replace(opened, actor=Actor("Somebody", role, author.actor.id))
        with pytest.raises(RefusedError, match="key that you do not hold"):
            notes.find_notes(as_another)
    author = as_role(role)
    notes.withdraw_note(author, number, "Settled.")
    one = only(author)
    assert (one.text, one.reason) == ("My own certainty.", "Settled.")


def test_its_text_stands_in_no_table(
    as_role: OpenAs, everything_stored: Callable[[OpenStore], bytes]
) -> None:
    author = as_role(Role.LAWYER)
    notes.add_note(author, NewNote("My own doubt.", "1001", private=True))
    notes.add_note(author, NewNote("A fact.", "1001"))
    for role in Role:
        stored = everything_stored(as_role(role))
        assert b"A fact." in stored
        assert b"My own doubt" not in stored


def test_a_private_text_put_under_another_version_does_not_open(as_role: OpenAs) -> None:
    author = as_role(Role.LAWYER)
    for text in ("One.", "Two."):
        notes.add_note(author, NewNote(text, "1001", private=True))
    with author.store.keeping() as session:
        connection = session.connection()
        connection.exec_driver_sql("DROP TRIGGER note_refuses_update")
        connection.exec_driver_sql(
            "UPDATE note SET sealed = (SELECT sealed FROM note WHERE id = 1)"
        )
    with pytest.raises(DamagedStoreError, match="not as it was written"):
        notes.find_notes(author)


@pytest.fixture
def recoverable(tmp_path: Path, clock: Callable[[], dt.datetime]) -> tuple[Path, str]:
    """A store with a chair and a lawyer, and its recovery code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "MEMORY_KIB", 64)
        patch.setattr(sealing, "PASSES", 1)
        code = opening.create(
            tmp_path / "recoverable",
            authority="Cyngor Abertawe",
            code_set=CodeSet.WALES,
            person_name="Rhiannon Evans",
            passphrase="tri llyffant gwyrdd 47",
        )
        chair = opening.unlock(tmp_path / "recoverable", "tri llyffant gwyrdd 47", clock=clock)
        people.add_person(chair, "Siân Prosser", Role.LAWYER, "wyth draenog cyntaf 5")
        chair.close()
        lawyer = opening.unlock(tmp_path / "recoverable", "wyth draenog cyntaf 5", clock=clock)
        people.change_passphrase(lawyer, "wyth draenog cyntaf 5", LAWYERS).close()
    return tmp_path / "recoverable", code


def test_the_recovery_code_opens_private_notes_and_their_authors_are_told(
    recoverable: tuple[Path, str],
    clock: Callable[[], dt.datetime],
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> None:
    folder, code = recoverable
    chair = opening.unlock(folder, "tri llyffant gwyrdd 47", clock=clock)
    put_children(chair, make_child(), make_child(child_id="1002"))
    notes.add_note(chair, NewNote("The chair's doubt.", "1002", private=True))
    chair.close()
    lawyer = opening.unlock(folder, LAWYERS, clock=clock)
    number = notes.add_note(lawyer, NewNote("The lawyer's doubt.", "1001", private=True))
    notes.correct_note(lawyer, number, "The lawyer's certainty.")
    assert notes.told(lawyer) == []
    lawyer.close()

    before = shutil.copytree(folder, folder.parent / "before")
    reading = opening.unlock(before, code, write=False, clock=clock)
    with pytest.raises(RefusedError, match="reading only"):
        notes.opened_private_notes(reading)
    reading.close()

    recovering = opening.unlock(folder, code, clock=clock)
    assert notes.find_notes(recovering) == []
    with pytest.raises(RefusedError, match="recovery code has no key"):
        notes.add_note(recovering, NewNote("Mine.", "1001", private=True))
    (one,) = notes.opened_private_notes(recovering, "1001")
    assert (one.text, one.first.author, one.yours) == (
        "The lawyer's certainty.",
        "Siân Prosser",
        False,
    )
    assert [old.text for old in one.corrected_from] == ["The lawyer's doubt."]
    everybodys = notes.opened_private_notes(recovering)
    assert {one.text for one in everybodys} == {"The lawyer's certainty.", "The chair's doubt."}
    assert audited(recovering).count(Action.OPENED_PRIVATE) == 3
    assert notes.told(recovering) == []
    recovering.close()

    for passphrase, times in ((LAWYERS, 2), ("tri llyffant gwyrdd 47", 1)):
        opened = opening.unlock(folder, passphrase, clock=clock)
        rows = notes.told(opened)
        assert {(row.kind, row.person_id) for row in rows} == {("private opened", opened.actor.id)}
        assert len(rows) == times
        opened.close()
    assert opening.check(folder, "tri llyffant gwyrdd 47") == ()
