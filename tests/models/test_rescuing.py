"""Rescuing: what can be read is carried over, and what is lost is counted and pinned."""

import datetime as dt
import json
import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import NullPool

from ehp_desktop.models import checking, errors, head, rescuing
from ehp_desktop.models.filling import Counted
from ehp_desktop.models.keys import read_key_file, unlock
from ehp_desktop.models.life_writes import Pen
from ehp_desktop.models.migrations.triggers import TRIGGERS
from ehp_desktop.models.rows import ChildRow, NoteRow
from ehp_desktop.models.store import Store, make_engine
from ehp_desktop.models.store_opening import open_store
from ehp_desktop.review import surgery
from ehp_desktop.review.opening import OpenStore

NOON = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
Clock = Callable[[], dt.datetime]
NOTE = dict.fromkeys(("surgery_id", "criterion", "relevant_date", "key_id", "sealed"))


def rescue(folder: Path, out: Path, passphrase: str) -> rescuing.RescuedStore:
    return rescuing.rescue_store(
        folder, out, passphrase, user=None, clock=lambda: NOON, action="rescued",
        allow=lambda _: None,
    )  # fmt: skip


def write_notes(store: Store, said: list[str], child_id: str | None = None) -> None:
    for text in said:
        with store.writing("wrote a note") as session:
            Pen(session, store.signer, NOON).first(
                NoteRow, **NOTE, child_id=child_id, private=False, text=text
            )


def seen(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


@pytest.fixture
def full(
    opened_wales: OpenStore,
    make_child: Callable[..., ChildRow],
    put_children: Callable[..., None],
) -> Path:
    """A closed store with children, long notes and a surgery."""
    put_children(opened_wales, *(make_child(child_id=f"{n:04}") for n in range(60)))
    write_notes(opened_wales.store, [f"note {n} " + "hir " * 700 for n in range(40)], "0001")
    made = surgery.new_surgery(opened_wales, surgery.SurgeryDraft(date=dt.date(2021, 10, 4)))
    surgery.add_cases(opened_wales, made, ["0003", "0004", "0005"])
    opened_wales.close()
    return opened_wales.store.folder


def test_a_whole_store_is_carried_over_without_loss(
    full: Path, tmp_path: Path, passphrase: str, clock: Clock
) -> None:
    before = seen(full)
    done = rescue(full, tmp_path / "out", passphrase)
    assert seen(full) == before
    assert (done.lost, done.missing, done.problems) == (False, 0, ())
    assert done.tables["child"] == Counted(60, 0)
    assert done.tables["note"] == Counted(40, 0)
    assert (tmp_path / "out" / "keys.json").read_bytes() == (full / "keys.json").read_bytes()
    with open_store(tmp_path / "out", passphrase, write=True, clock=clock) as store:
        assert store.loss is None
        write_notes(store, ["after"])
    assert checking.check_store(tmp_path / "out", passphrase) == ()
    again = rescue(tmp_path / "out", tmp_path / "again", passphrase)
    assert (again.lost, again.problems) == (False, ())


def test_a_store_that_lost_its_last_changes_is_carried_over_and_says_how_many(
    full: Path, tmp_path: Path, passphrase: str, clock: Clock
) -> None:
    keys = unlock(read_key_file(full), passphrase).store_keys
    there = head.read(full, keys)
    assert there is not None
    head.make(full, keys[0], head.Head(there.seq + 3, bytes(32)))
    done = rescue(full, tmp_path / "out", passphrase)
    assert (done.missing, done.problems, done.lost) == (3, (), True)
    assert all((one.lost, one.at_least) == (0, False) for one in done.tables.values())
    with open_store(tmp_path / "out", passphrase, write=True, clock=clock) as store:
        assert store.loss is None


def test_bits_flipped_anywhere_are_gone_around(
    full: Path, tmp_path: Path, passphrase: str, clock: Clock
) -> None:
    chance, pages = random.Random(3), (full / "caseload.db").stat().st_size // 4096
    whole = broken = 0
    for turn in range(8):
        place = Path(shutil.copytree(full, tmp_path / f"flipped{turn}"))
        for _ in range(1 + turn % 3):
            flip(place / "caseload.db", chance.randrange(1, pages) * 4096 + chance.randrange(4096))
        before = seen(place)
        try:
            done = rescue(place, tmp_path / f"out{turn}", passphrase)
        except errors.DamagedStoreError:  # the pages that list the tables
            assert not (tmp_path / f"out{turn}").exists()
            broken += 1
            continue
        finally:
            assert seen(place) == before
        whole += 1
        assert done.problems == ()
        with open_store(done.store, passphrase, write=True, clock=clock) as store:
            write_notes(store, ["after"])
        assert checking.check_store(done.store, passphrase) == ()
    assert whole > broken


def test_rows_on_a_broken_page_are_counted_and_the_others_kept(
    full: Path, tmp_path: Path, passphrase: str
) -> None:
    content = (full / "caseload.db").read_bytes()
    lost = set()
    for page in range(len(content) // 8192, len(content) // 4096, 12):
        place = Path(shutil.copytree(full, tmp_path / f"page{page}"))
        flip(place / "caseload.db", page * 4096 + 100)
        done = rescue(place, tmp_path / f"out{page}", passphrase)
        assert done.problems == ()
        for name, one in done.tables.items():
            if name == "note":
                assert one.read + one.lost == 40 or one.at_least
            if one.lost:
                lost.add(name)
    assert "note" in lost


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_database_cut_short_is_read_as_far_as_it_goes(
    full: Path, tmp_path: Path, passphrase: str, cut: float
) -> None:
    content = (full / "caseload.db").read_bytes()
    (full / "caseload.db").write_bytes(content[: int(len(content) * cut)])
    try:
        done = rescue(full, tmp_path / "out", passphrase)
    except errors.DamagedStoreError:
        assert not (tmp_path / "out").exists()
    else:
        assert done.lost
        assert done.problems == ()


def harm(folder: Path, passphrase: str, statement: str) -> None:
    """Change a closed store past every trigger and reference, as nobody should."""
    key = unlock(read_key_file(folder), passphrase).store_keys[0]
    engine = make_engine(folder / "caseload.db", key, mode="rw", pool=NullPool)
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = OFF")
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(statement)
        for made in TRIGGERS.values():
            cursor.execute(made)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("DELETE FROM note WHERE id = 40", "not as the rescue kept it"),
        ("UPDATE note SET text = 'x' WHERE id = 3", "Row 3 of note is not as it was written"),
        ("UPDATE audit SET sealed = x'00' WHERE seq = 5", "before the rescue is not as"),
        ("DELETE FROM audit WHERE seq = 7", "before the rescue is not as"),
        ("DELETE FROM setting WHERE name = 'rescued'", "is missing"),
        ("UPDATE setting SET value = '{}' WHERE name = 'rescued'", "mark of a rescue cannot"),
        (
            "UPDATE setting SET value = replace(value, '\"seq\": ', '\"seq\": 1')"
            " WHERE name = 'rescued'",
            "to say that the store was rescued",
        ),
    ],
)
def test_what_was_kept_cannot_be_changed_unseen_afterwards(
    full: Path, tmp_path: Path, passphrase: str, clock: Clock, statement: str, found: str
) -> None:
    place = tmp_path / "damaged"
    shutil.copytree(full, place)
    harm(place, passphrase, "DELETE FROM audit WHERE seq IN (4, 6)")
    assert "Record 4 of the audit is missing" in checking.check_store(place, passphrase)[0]
    done = rescue(place, tmp_path / "out", passphrase)
    assert (done.problems, done.tables["audit"].lost) == ((), 2)
    harm(tmp_path / "out", passphrase, statement)
    wrong = checking.check_store(tmp_path / "out", passphrase)
    assert any(found in one for one in wrong), wrong


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("DELETE FROM child WHERE child_id = '0001'", "child"),
        ("DELETE FROM surgery_case WHERE child_id = '0004'", "surgery_case"),
        ("DELETE FROM surgery", "surgery"),
        ("DELETE FROM surgery_event WHERE id > 1", None),
        ("DELETE FROM setting", None),
    ],
)
def test_what_was_lost_is_made_again_from_its_record(
    full: Path, tmp_path: Path, passphrase: str, clock: Clock, statement: str, table: str | None
) -> None:
    harm(full, passphrase, statement)
    done = rescue(full, tmp_path / "out", passphrase)
    assert done.problems == ()
    if table is not None:
        assert done.tables[table].made_again >= 1
        assert done.lost
    query = "SELECT child_id FROM surgery_case ORDER BY position"
    with (
        open_store(tmp_path / "out", passphrase, write=True, clock=clock) as store,
        store.reading() as session,
    ):
        cases = session.connection().exec_driver_sql(query)
        assert list(cases.scalars()) == ["0003", "0004", "0005"]


def test_a_damaged_key_file_is_not_rescued_and_it_is_said_where_copies_are(
    full: Path, tmp_path: Path, passphrase: str
) -> None:
    kept = json.loads((full / "keys.json").read_text("utf-8"))
    kept["sha256"] = "00"
    (full / "keys.json").write_text(json.dumps(kept), "utf-8")
    with pytest.raises(errors.DamagedKeyFileError, match="no copy of it"):
        rescue(full, tmp_path / "out", passphrase)
    (full / "backups" / "abc.ehpbackup").write_bytes(b"")
    with pytest.raises(errors.DamagedKeyFileError, match=r"abc\.ehpbackup"):
        rescue(full, tmp_path / "out", passphrase)
    assert not (tmp_path / "out").exists()


def test_the_new_folder_is_new_and_elsewhere(full: Path, tmp_path: Path, passphrase: str) -> None:
    with pytest.raises(errors.StoreFolderError, match="own folder"):
        rescue(full, full / "inside", passphrase)
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "x").write_text("x")
    with pytest.raises(errors.StoreFolderError, match="not an empty"):
        rescue(full, tmp_path / "there", passphrase)


def test_an_open_store_is_not_rescued(
    full: Path, tmp_path: Path, passphrase: str, clock: Clock
) -> None:
    with (
        open_store(full, passphrase, write=False, clock=clock),
        pytest.raises(errors.StoreHeldError),
    ):
        rescue(full, tmp_path / "out", passphrase)
    assert not (tmp_path / "out").exists()
