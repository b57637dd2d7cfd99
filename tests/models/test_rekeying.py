import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ehp_desktop.models import errors, head, key_changes, keys, reads, rekeying, sealing, store
from ehp_desktop.models.keys import Person, Purpose, Unlocked
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.models.store_opening import open_store
from ehp_desktop.review import opening
from ehp_desktop.review.opening import OpenStore

Clock = Callable[[], dt.datetime]
LAWYERS = "pum gafr ar ben bryn"


@pytest.fixture(autouse=True)
def _weak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MEMORY_KIB", 64)
    monkeypatch.setattr(sealing, "PASSES", 1)


@pytest.fixture
def begun(
    opened_wales: OpenStore,
    make_child: Callable[..., ChildRow],
    put_children: Callable[..., None],
    passphrase: str,
) -> tuple[Path, Unlocked]:
    """A closed store whose lawyer was just removed from the key file: two store keys."""
    put_children(opened_wales, make_child(child_id="0071"))
    folder = opened_wales.store.folder
    opened_wales.close()
    kept = keys.read_key_file(folder)
    chair = keys.unlock(kept, passphrase)
    kept = key_changes.add_person(kept, chair, Person("M. Davies", "lawyer"), LAWYERS)
    kept = key_changes.remove_person(kept, chair, "M. Davies")
    keys.write_key_file(folder, kept)
    return folder, keys.refreshed(kept, chair)


def opens_under(folder: Path, key: bytes) -> bool:
    try:
        engine, _ = store.engine_that_opens(folder, (key,), writable=False)
    except errors.DamagedStoreError:
        return False
    engine.dispose()
    return True


def children(folder: Path, passphrase: str, clock: Clock, *, write: bool) -> list[str]:
    with open_store(folder, passphrase, write=write, clock=clock) as opened:
        assert opened.loss is None
        with opened.reading() as session:
            return [row.child_id for row in reads.children(session)]


def test_the_whole_database_is_under_the_new_key(
    begun: tuple[Path, Unlocked], passphrase: str, clock: Clock
) -> None:
    folder, chair = begun
    (new, old), said = chair.store_keys, []
    assert opens_under(folder, old)
    last = head.read(folder, (old,))
    kept = rekeying.rekey(folder, chair, on_step=said.append)
    assert said == list(rekeying.STEPS)
    assert kept == keys.read_key_file(folder)
    assert keys.unlock(kept, passphrase).store_keys == (new,)
    assert opens_under(folder, new)
    assert not opens_under(folder, old)
    assert (head.read(folder, (new,)), head.read(folder, (old,))) == (last, None)
    assert children(folder, passphrase, clock, write=True) == ["0071"]
    assert sys.platform == "win32" or (folder / keys.DATABASE_FILE).stat().st_mode & 0o077 == 0


STOPPED = """
import os, sys
from pathlib import Path
from ehp_desktop.models import keys
from ehp_desktop.models.rekeying import rekey
folder = Path(sys.argv[1])
chair = keys.unlock(keys.read_key_file(folder), sys.argv[2])
rekey(folder, chair, on_step=lambda done: os._exit(9) if done == sys.argv[3] else None)
"""


@pytest.mark.parametrize("step", rekeying.STEPS)
def test_stopped_at_any_step_it_opens_and_is_finished_when_opened_for_writing(
    begun: tuple[Path, Unlocked], passphrase: str, clock: Clock, step: str
) -> None:
    folder, chair = begun
    words = [sys.executable, "-c", STOPPED, str(folder), passphrase, step]
    assert subprocess.run(words, check=False).returncode == 9
    with pytest.raises(errors.WrongPassphraseError):
        open_store(folder, LAWYERS, write=False, clock=clock)
    assert children(folder, passphrase, clock, write=False) == ["0071"]
    assert opening.check(folder, passphrase) == ()
    assert children(folder, passphrase, clock, write=True) == ["0071"]
    assert opens_under(folder, chair.store_keys[0])
    assert len(keys.unlock(keys.read_key_file(folder), passphrase).store_keys) == 1
    assert opening.check(folder, passphrase) == ()
    assert not list(folder.glob(f"{rekeying.COPY}*"))


def test_it_waits_for_who_reads(
    begun: tuple[Path, Unlocked], passphrase: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_BUSY_SECONDS", 0.1)
    folder, chair = begun
    with open_store(folder, passphrase, write=False, clock=clock) as reader:
        with pytest.raises(errors.StoreHeldError, match="other window"):
            rekeying.rekey(folder, chair)
        with open_store(folder, passphrase, write=True, clock=clock) as writer:
            assert len(writer.unlocked.store_keys) == 2  # it opens, and waits for another time
        with reader.reading() as session:
            assert len(reads.children(session)) == 1
    assert children(folder, passphrase, clock, write=True) == ["0071"]
    assert not opens_under(folder, chair.store_keys[1])


def test_nobody_opens_it_while_it_is_copied(
    begun: tuple[Path, Unlocked], passphrase: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a reader noted in the old file meanwhile would be lost."""
    monkeypatch.setattr(store, "_BUSY_SECONDS", 0.1)
    folder, chair = begun
    told: list[str] = []

    def look(step: str) -> None:
        if step in {"held alone", "copied", "checked"}:
            with pytest.raises(errors.StoreHeldError):
                open_store(folder, passphrase, write=False, clock=clock)
            told.append(step)

    rekeying.rekey(folder, chair, on_step=look)
    assert told == ["held alone", "copied", "checked"]


def test_a_copy_that_cannot_be_read_back_changes_nothing(
    begun: tuple[Path, Unlocked], passphrase: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ehp_desktop.models.migrations import integrity

    folder, chair = begun
    with monkeypatch.context() as patch:
        patch.setattr(integrity, "structure_damage", lambda _: ["a page"])
        with pytest.raises(errors.DiskError, match="as it was"):
            rekeying.rekey(folder, chair)
    assert opens_under(folder, chair.store_keys[1])
    assert not list(folder.glob(f"{rekeying.COPY}*"))
    assert children(folder, passphrase, clock, write=True) == ["0071"]


def test_a_full_disk_changes_nothing(
    begun: tuple[Path, Unlocked], passphrase: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, chair = begun

    def full(*_: object) -> None:
        raise errors.DiskError("full")

    with monkeypatch.context() as patch:
        patch.setattr(rekeying, "copy_under", full)
        with pytest.raises(errors.DiskError):
            rekeying.rekey(folder, chair)
    assert children(folder, passphrase, clock, write=False) == ["0071"]
    assert not list(folder.glob(f"{rekeying.COPY}*"))


def test_what_was_left_half_made_is_cleared(
    make_store: Callable[..., Path], passphrase: str, clock: Clock
) -> None:
    folder = make_store()
    left = [rekeying.COPY, f"{rekeying.COPY}-journal", ".keys.json.abc", ".head.bin.abc"]
    for name in left:
        (folder / name).touch()
    open_store(folder, passphrase, write=False, clock=clock).close()
    assert all((folder / name).exists() for name in left)
    open_store(folder, passphrase, write=True, clock=clock).close()
    assert not any((folder / name).exists() for name in left)


def test_a_key_file_of_the_first_version_is_completed_when_opened_for_writing(
    make_store: Callable[..., Path], passphrase: str, clock: Clock
) -> None:
    folder = make_store()
    kept = keys.read_key_file(folder)
    newer = [key for key in kept.keys if key.purpose != Purpose.STORE]
    keys.write_key_file(folder, keys.without_keys(kept, newer))
    open_store(folder, passphrase, write=False, clock=clock).close()
    assert [key.purpose for key in keys.read_key_file(folder).keys] == ["store"]
    with open_store(folder, passphrase, write=True, clock=clock) as opened:
        assert opened.keys.advice_now is not None
        assert opened.keys.own_now is not None
    assert len(keys.read_key_file(folder).keys) == 4


def test_who_was_removed_while_their_passphrase_was_tried_does_not_get_in(
    begun: tuple[Path, Unlocked], passphrase: str
) -> None:
    folder, chair = begun
    gone = replace(chair, slot_id="0" * 16)
    with pytest.raises(errors.NotFoundError, match="any more"):
        rekeying.put_in_order(folder, gone)
