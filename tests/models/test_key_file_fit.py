"""A key file that does not belong to the database: the store opens for reading only."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ehp_desktop.models import advice_books, key_file_fit, keys
from ehp_desktop.models.errors import RefusedError
from ehp_desktop.models.key_file import KEY_FILE
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review import opening, people
from ehp_desktop.review.actor import Role
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.recording import recording

OpenAs = Callable[..., OpenStore]


def refuses_to_write(opened: OpenStore) -> None:
    assert not opened.writable
    assert opened.loss is not None
    assert "key file" in opened.loss
    with pytest.raises(RefusedError, match="key file"), opened.store.writing("tested"):
        pass


def test_an_older_key_file_that_was_put_back_opens_for_reading_only(
    opened_as: OpenAs, tmp_path: Path, passphrase: str
) -> None:
    chair = opened_as(Role.CHAIR)
    folder = chair.store.folder
    shutil.copy(folder / KEY_FILE, tmp_path)
    people.change_role(chair, "Gareth Lloyd", Role.LAWYER)
    newer = (folder / KEY_FILE).read_bytes()
    chair.close()
    shutil.copy(tmp_path / KEY_FILE, folder)
    for write in (True, False):
        opened = opened_as(Role.CHAIR, write=write)
        refuses_to_write(opened)
        opened.close()
    (folder / KEY_FILE).write_bytes(newer)
    again = opening.unlock(folder, passphrase, user=chair.actor.name, clock=chair.clock)
    assert (again.writable, again.loss) == (True, None)
    again.close()


@pytest.mark.parametrize("purpose", [keys.Purpose.ADVICE, keys.Purpose.AUDIT])
def test_a_key_that_is_used_and_not_in_the_file_is_noticed(
    opened_as: OpenAs,
    make_child: Callable[..., ChildRow],
    put_children: Callable[..., None],
    purpose: keys.Purpose,
) -> None:
    chair = opened_as(Role.CHAIR)
    put_children(chair, make_child(child_id="0071"))
    with recording(chair, Action.ADVICE, child_id="0071") as pen:
        advice_books.add_advice(
            pen.session, chair.store.keys, pen.signer, pen.at, text="wait", child_id="0071"
        )
    with chair.store.keeping() as session:
        connection = session.connection()
        key_file = keys.read_key_file(chair.store.folder)
        assert key_file_fit.key_file_problems(connection, key_file) == []
        kept = tuple(key for key in key_file.keys if key.purpose != purpose)
        without = keys.KeyFile(key_file.store, kept, key_file.slots)
        (problem,) = key_file_fit.key_file_problems(connection, without)
    assert "lacks" in problem
    if purpose is keys.Purpose.ADVICE:
        with chair.store.keeping() as session:
            session.connection().exec_driver_sql("UPDATE advice_book SET key_id = 'another'")
        refuses_to_write(opened_as(Role.CHAIR))


def test_who_changes_people_meanwhile_is_waited_for(
    opened_as: OpenAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    chair = opened_as(Role.CHAIR)
    folder = chair.store.folder
    read, before = keys.read_key_file, keys.read_key_file(folder)
    people.change_role(chair, "Gareth Lloyd", Role.LAWYER)
    files = iter([before, read(folder)])
    monkeypatch.setattr(key_file_fit, "read_key_file", lambda _: next(files, None) or read(folder))
    with chair.store.reading() as session:
        assert key_file_fit.fits(folder, session.connection())
