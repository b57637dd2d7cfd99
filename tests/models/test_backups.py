"""Backups: whole, private, never over a file; archives that are none; which ones are kept."""

import datetime as dt
import os
import random
import stat
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from ehp_desktop.models import archives, backups, checking, errors, head
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.models.store_opening import open_store
from ehp_desktop.review.opening import OpenStore

NOON = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
Children = Callable[..., None]


@pytest.fixture
def filled(
    opened_wales: OpenStore, make_child: Callable[..., ChildRow], put_children: Children
) -> OpenStore:
    put_children(opened_wales, *(make_child(child_id=f"{n:04}") for n in range(40)))
    return opened_wales


def test_a_backup_is_one_private_file_that_holds_a_whole_store(
    filled: OpenStore, tmp_path: Path, passphrase: str
) -> None:
    profiles = filled.store.folder / "profiles"
    profiles.mkdir()
    (profiles / "ours.json").write_text("{}", encoding="utf-8")
    file = tmp_path / "copy.ehpbackup"
    made = backups.make_backup(filled.store, file, NOON)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (made.file, made.sha256) == (file, archives.part_of(file)[1])
    manifest = archives.extract(file, tmp_path / "out")
    assert list(manifest.parts) == ["keys.json", "caseload.db", "head.bin", "profiles/ours.json"]
    assert (manifest.made_at, manifest.records) == (NOON, made.records)
    assert checking.check_store(tmp_path / "out", passphrase) == ()
    assert b"SQLite format" not in file.read_bytes()


def test_the_archive_says_the_same_as_any_reader_of_archives(
    filled: OpenStore, tmp_path: Path
) -> None:
    backups.make_backup(filled.store, tmp_path / "copy", NOON)
    with zipfile.ZipFile(tmp_path / "copy") as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "manifest.json"


@pytest.mark.parametrize("linked", [True, False])
def test_a_backup_is_never_written_over_a_file(
    filled: OpenStore, tmp_path: Path, linked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not linked:
        monkeypatch.setattr(os, "link", _no_links)
    file = tmp_path / "there"
    file.write_bytes(b"something else")
    with pytest.raises(errors.RefusedError, match="already"):
        backups.make_backup(filled.store, file, NOON)
    assert file.read_bytes() == b"something else"
    backups.make_backup(filled.store, tmp_path / "new", NOON)
    assert {path.name for path in tmp_path.iterdir()} == {"there", "new", "wales"}


def _no_links(*_: object) -> None:
    raise PermissionError(1, "no links here")


def test_where_the_folder_is_not_there_nothing_is_made(filled: OpenStore, tmp_path: Path) -> None:
    with pytest.raises(errors.RefusedError, match="There is no folder"):
        backups.make_backup(filled.store, tmp_path / "missing" / "copy", NOON)


def test_a_store_that_lost_its_tail_while_open_is_not_backed_up(
    filled: OpenStore, tmp_path: Path
) -> None:
    there = head.read(filled.store.folder, filled.store.unlocked.store_keys)
    assert there is not None
    key = filled.store.unlocked.store_keys[0]
    head.make(filled.store.folder, key, head.Head(there.seq + 2, there.hash))
    with pytest.raises(errors.DamagedStoreError, match="last 2 changes"):
        backups.make_backup(filled.store, tmp_path / "copy", NOON)
    assert not (tmp_path / "copy").exists()


def test_a_store_with_a_broken_page_is_not_backed_up(
    filled: OpenStore, tmp_path: Path, passphrase: str
) -> None:
    folder = filled.store.folder
    filled.close()
    content = bytearray((folder / "caseload.db").read_bytes())
    content[-2000] ^= 1
    (folder / "caseload.db").write_bytes(content)
    with (
        open_store(folder, passphrase, write=False, clock=lambda: NOON) as store,
        pytest.raises(errors.DamagedStoreError),
    ):
        backups.make_backup(store, tmp_path / "copy", NOON)
    assert not (tmp_path / "copy").exists()


def test_archives_cut_short_or_changed_are_none(filled: OpenStore, tmp_path: Path) -> None:
    file, bad = tmp_path / "copy", tmp_path / "bad"
    backups.make_backup(filled.store, file, NOON)
    content, chance = file.read_bytes(), random.Random(7)
    for turn in range(60):
        at = chance.randrange(len(content))
        changed = bytearray(content)
        changed[at] ^= 1 << chance.randrange(8)
        bad.write_bytes(content[:at] if turn % 2 else bytes(changed))
        target = tmp_path / f"out{turn}"
        with suppress(errors.RefusedError):
            archives.extract(bad, target)
            is_the_same(file, target)


def is_the_same(file: Path, target: Path) -> None:
    """The bit was one that says nothing, such as a name's time: everything else is right."""
    with zipfile.ZipFile(file) as archive:
        for name in ("keys.json", "caseload.db", "head.bin"):
            assert (target / name).read_bytes() == archive.read(name)


@pytest.mark.parametrize("name", ["../evil", "/evil", "profiles/../../evil", "profiles/.x", "a"])
def test_an_archive_reaches_nothing_outside_its_folder(
    filled: OpenStore, tmp_path: Path, name: str
) -> None:
    backups.make_backup(filled.store, tmp_path / "copy", NOON)
    with zipfile.ZipFile(tmp_path / "copy") as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    manifest = parts.pop("manifest.json").replace(
        b'"files": {', f'"files": {{"{name}": {{"size": 4, "sha256": "x"}},'.encode()
    )
    with zipfile.ZipFile(tmp_path / "evil", "w") as archive:
        for one, content in {"manifest.json": manifest, **parts, name: b"evil"}.items():
            archive.writestr(one, content)
    with pytest.raises(errors.RefusedError, match="not a whole backup"):
        archives.extract(tmp_path / "evil", tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_packed_archive_is_none_of_ours(filled: OpenStore, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b"0" * 100_000_000)
    with pytest.raises(errors.RefusedError, match="not a whole backup"):
        archives.extract(tmp_path / "bomb", tmp_path / "out")


@pytest.mark.parametrize("content", [b"", b"PK", b"text", b"PK\x05\x06" + bytes(18)])
def test_other_files_are_no_archives(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other").write_bytes(content)
    with pytest.raises(errors.RefusedError, match="not a whole backup"):
        archives.extract(tmp_path / "other", tmp_path / "out")


def test_no_archive_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(errors.RefusedError, match="There is no file"):
        archives.extract(tmp_path / "none", tmp_path / "out")


def test_fourteen_automatic_ones_are_kept_and_no_other_file_goes(
    opened_wales: OpenStore,
) -> None:
    store = opened_wales.store
    folder = store.folder / "backups"
    (folder / "mine.ehpbackup").write_bytes(b"mine")
    (folder / "00000000-2021-09-30T120000Z.ehpbackup").write_bytes(b"another store's")
    made = [backups.make_automatic(store, NOON + dt.timedelta(days=day)).file for day in range(16)]
    assert list(backups.automatic_of(store)) == made[2:]
    assert len(list(folder.iterdir())) == 16


def test_two_in_one_second_are_two(opened_wales: OpenStore) -> None:
    made = {backups.make_automatic(opened_wales.store, NOON).file for _ in range(2)}
    assert len(made) == 2


def test_where_the_named_folder_is_gone_it_fails_and_there_is_one_all_the_same(
    opened_wales: OpenStore, tmp_path: Path
) -> None:
    store = opened_wales.store
    with store.writing("tested") as session:
        backups.name_folder(session, tmp_path / "gone")
    with pytest.raises(errors.RefusedError):
        backups.make_automatic(store, NOON)
    assert len(backups.automatic_of(store)) == 1
    assert backups.read_state(store.folder) == backups.State(None, NOON, 0, due=True)
    with pytest.raises(errors.RefusedError):
        backups.make_automatic(store, NOON + dt.timedelta(days=1))
    assert backups.read_state(store.folder).failing_since == NOON
    (tmp_path / "gone").mkdir()
    later = NOON + dt.timedelta(days=2)
    made = backups.make_automatic(store, later)
    assert made.file.parent == tmp_path / "gone"
    assert backups.read_state(store.folder) == backups.State(later, None, 3, due=False)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"last": 3}', b"\xff"])
def test_a_damaged_state_is_that_of_the_start(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "backups.json").write_bytes(content)
    assert backups.read_state(tmp_path) == backups.State()
