"""Bringing an older store up to date, with a second version made for the purpose."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from ehp_desktop.models import errors, keys, reads, store, store_opening
from ehp_desktop.models.evidence import add
from ehp_desktop.models.migrations import backup, head, integrity, runner, triggers
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.models.source import ChangeRecord
from ehp_desktop.review.opening import OpenStore

Clock = Callable[[], dt.datetime]
SECOND = """
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = depends_on = None

def upgrade():
    with op.batch_alter_table("change_record") as batch:
        batch.add_column(sa.Column("reason", sa.String(), nullable=True))
    op.drop_column("surgery", "apologies")
"""


@pytest.fixture
def newer_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make this program one that has a second version of the tables."""

    def make(script: str = SECOND) -> None:
        place = tmp_path / "migrations"
        shutil.copytree(Path(runner.__file__).parent, place)
        (place / "versions" / "0003_third.py").write_text(script)

        def config() -> Config:
            made = Config()
            made.set_main_option("script_location", str(place))
            made.set_main_option("path_separator", "os")
            return made

        monkeypatch.setattr(runner, "alembic_config", config)
        for module in (store_opening, integrity):
            monkeypatch.setattr(module, "HEAD", "0003")
            monkeypatch.setattr(module, "VERSIONS", ("0001", "0002", "0003"))
        monkeypatch.setattr(integrity, "_table_problems", lambda _: [])  # its classes are the old

    return make


@pytest.fixture
def older_store(
    opened_wales: OpenStore,
    make_child: Callable[..., ChildRow],
    put_children: Callable[..., None],
) -> Path:
    put_children(opened_wales, make_child(child_id="0071"))
    row = {"child_id": "0071", "as_of": dt.date(2021, 9, 30), "by": "x", "changes": "{}"}
    at = opened_wales.clock().replace(tzinfo=None)
    with opened_wales.store.writing("tested") as session:
        add(session, ChangeRecord, row | {"at": at, "confirmed": "[]"})
    opened_wales.close()
    return opened_wales.store.folder


def columns_of(opened: store.Store, table: str) -> list[str]:
    with opened.reading() as session:
        return [row[1] for row in session.execute(text(f"PRAGMA table_info({table})"))]


def test_the_constant_is_the_newest_migration() -> None:
    scripts = ScriptDirectory.from_config(runner.alembic_config())
    assert scripts.get_heads() == [head.HEAD]
    every = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(every)) == head.VERSIONS


def test_an_older_store_is_backed_up_and_brought_up_to_date(
    older_store: Path, newer_program: Callable[..., None], passphrase: str, clock: Clock
) -> None:
    newer_program()
    with store_opening.open_store(older_store, passphrase, write=True, clock=clock) as opened:
        assert "reason" in columns_of(opened, "change_record")
        assert "apologies" not in columns_of(opened, "surgery")
        with opened.reading() as session:
            assert [row.child_id for row in reads.children(session)] == ["0071"]
            assert integrity.structure_problems(session.connection()) == []
            found = session.execute(text("SELECT count(*) FROM change_record"))
            assert found.scalar() == 2
            foreign_keys = session.execute(text("PRAGMA foreign_keys")).scalar()
            assert foreign_keys == 1
    (copy,) = (older_store / "backups").iterdir()
    assert copy.name == "2021-09-30T120000Z"
    assert {path.name for path in copy.iterdir()} == {"caseload.db", "head.bin", "keys.json"}
    # opening again finds nothing to do
    store_opening.open_store(older_store, passphrase, write=True, clock=clock).close()
    assert list((older_store / "backups").iterdir()) == [copy]


def test_a_reader_is_told_that_an_older_store_waits_for_a_writer(
    older_store: Path, newer_program: Callable[..., None], passphrase: str, clock: Clock
) -> None:
    newer_program()
    with pytest.raises(errors.StoreError, match="older program"):
        store_opening.open_store(older_store, passphrase, write=False, clock=clock)
    assert list((older_store / "backups").iterdir()) == []


def test_a_step_that_fails_half_way_leaves_the_store_as_it_was(
    older_store: Path,
    newer_program: Callable[..., None],
    passphrase: str,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    newer_program(SECOND + "    raise RuntimeError('half way')\n")
    with pytest.raises(RuntimeError, match="half way"):
        store_opening.open_store(older_store, passphrase, write=True, clock=clock)
    monkeypatch.undo()  # the older program again
    with store_opening.open_store(older_store, passphrase, write=True, clock=clock) as opened:
        assert "reason" not in columns_of(opened, "change_record")
        assert "apologies" in columns_of(opened, "surgery")
        with opened.reading() as session:
            assert integrity.structure_problems(session.connection()) == []


def test_a_step_that_breaks_a_reference_is_taken_back(
    older_store: Path,
    newer_program: Callable[..., None],
    passphrase: str,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    newer_program(f"{SECOND}    op.execute(sa.delete(sa.table('child')))\n")
    with pytest.raises(errors.DamagedStoreError, match="change_record refer to rows of child"):
        store_opening.open_store(older_store, passphrase, write=True, clock=clock)
    monkeypatch.undo()  # the older program again
    with (
        store_opening.open_store(older_store, passphrase, write=True, clock=clock) as opened,
        opened.reading() as session,
    ):
        assert len(reads.children(session)) == 1


def test_a_disk_too_full_for_the_backup_changes_nothing(
    older_store: Path,
    newer_program: Callable[..., None],
    passphrase: str,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    newer_program()

    def full(*_: object) -> None:
        raise errors.DiskError("full")

    monkeypatch.setattr(backup, "copy_database", full)
    before = (older_store / "caseload.db").read_bytes()
    with pytest.raises(errors.DiskError):
        store_opening.open_store(older_store, passphrase, write=True, clock=clock)
    assert (older_store / "caseload.db").read_bytes() == before
    assert list((older_store / "backups").iterdir()) == []


def test_a_backup_is_a_store_of_its_own_and_in_no_clear_text(
    opened_wales: OpenStore,
    make_child: Callable[..., ChildRow],
    put_children: Callable[..., None],
    passphrase: str,
    clock: Clock,
) -> None:
    rows = [make_child(child_id=str(n), surname="Zzyxgwenllian") for n in range(200)]
    put_children(opened_wales, *rows)
    folder = opened_wales.store.folder
    key = keys.unlock(keys.read_key_file(folder), passphrase).store_keys[0]
    first = backup.back_up(folder, key, at=clock())
    second = backup.back_up(folder, key, at=clock())
    assert first != second
    for copy in (first, second):
        for path in copy.iterdir():
            assert b"Zzyxgwenllian" not in path.read_bytes()
            assert path.stat().st_mode & 0o077 == 0
    with (
        store_opening.open_store(first, passphrase, write=True, clock=clock) as opened,
        opened.reading() as session,
    ):
        assert len(reads.children(session)) == 200


def test_a_backup_that_cannot_be_read_back_is_no_backup(
    opened_wales: OpenStore, passphrase: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = opened_wales.store.folder
    key = keys.unlock(keys.read_key_file(folder), passphrase).store_keys[0]
    monkeypatch.setattr(backup, "structure_damage", lambda _connection: ["damaged"])
    with pytest.raises(errors.DiskError, match="could not be read back"):
        backup.back_up(folder, key, at=clock())
    assert list((folder / "backups").iterdir()) == []


def test_every_trigger_is_in_the_store_as_it_is_in_the_list(opened_wales: OpenStore) -> None:
    wanted = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    with opened_wales.store.reading() as session:
        found = {row.name: row.sql for row in session.execute(wanted)}
    assert found == triggers.TRIGGERS
    assert len(found) == 2 * len(triggers.APPEND_ONLY)
