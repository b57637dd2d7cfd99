"""Putting one store in the place of another so that it is whole wherever the program is stopped.

The new store is built in `.restoring/store` inside the folder. One rename, of `.restoring/ready`
to its name, is the moment at which the place has the new store: until then the old one stands
untouched; from then on whoever opens the folder carries the renames on first (`finish_swap`,
called wherever the key file is read). The old store's files are moved into a folder of their own
beside it, which is a store itself.

    .restoring/store/    the new store, complete
    .restoring/ready     the name of the folder for the old files, which are moved next
    .restoring/moved     the same file, renamed: the old are out of the way, the new are moved in

Only the standard library is loaded with this module.
"""

import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from ehp_desktop.models.errors import DiskError, StoreHeldError
from ehp_desktop.models.files import disk_errors, make_private_folder, settle_folder, write_private
from ehp_desktop.models.lock import held_sentence, try_quiet_lock

WORK: Final = ".restoring"
STEPS: Final = ("ready", "kept", "moved", "placed", "done")
"""What a swap says it has done: `kept` and `placed` once for each file that was renamed."""

OnStep = Callable[[str], None]
_NEW, _READY, _MOVED = "store", "ready", "moved"
_OLD_FILES: Final = (
    "keys.json", "caseload.db", "caseload.db-wal", "caseload.db-shm", "caseload.db-journal",
    "head.bin", "attempts.json", "backups.json", "profiles",
)  # fmt: skip
"""What belongs to a store alone; its backups, and the lock, stay with the folder."""

_KEPT: Final = re.compile(r"replaced-[0-9TZ-]+")


def new_place(folder: Path) -> Path:
    """Where the new store is to be built; what a stopped program left half built goes.

    The caller has the right to write.

    Raises:
        DiskError: it could not be made.
    """
    clear(folder)
    make_private_folder(folder / WORK)
    return folder / WORK / _NEW


def swap(folder: Path, kept: str, on_step: OnStep) -> Path | None:
    """Put the store built in `new_place` in the place of the one there.

    The caller has the right to write, and nobody has the store open.

    Args:
        folder: the store's.
        kept: the name of the folder in it for the old store's files: "replaced-" and the time.
        on_step: told each of STEPS as it is done.

    Returns:
        The folder with the old store's files; None where there were none.

    Raises:
        DiskError: a file could not be moved. Before "ready" the old store stands; after, the rest
            is done when the store is next opened.
    """
    write_private(folder / WORK / _READY, kept.encode("ascii"))
    on_step("ready")
    return _carry_out(folder, on_step)


def finish_swap(folder: Path) -> None:
    """Before a store is opened: carry on a swap that a program was stopped in.

    Raises:
        StoreHeldError: the swap is going on now.
        DiskError: a file could not be moved.
    """
    work = folder / WORK
    if not ((work / _READY).exists() or (work / _MOVED).exists()):
        return
    let_go = try_quiet_lock(folder)
    if let_go is None:
        raise StoreHeldError(held_sentence(folder))
    try:
        _carry_out(folder, lambda _: None)
    except FileNotFoundError:  # another program has carried it on meanwhile
        return
    finally:
        let_go()


def clear(folder: Path) -> None:
    """Take away what a program left that was stopped before its new store was ready.

    The caller has the right to write, and `finish_swap` has been called.
    """
    shutil.rmtree(folder / WORK, ignore_errors=True)


def _carry_out(folder: Path, on_step: OnStep) -> Path | None:
    work = folder / WORK
    if (work / _READY).exists():
        kept = _kept_folder(folder, work / _READY)
        _keep_old(folder, kept, on_step)
        with disk_errors(folder):
            (work / _READY).rename(work / _MOVED)
            settle_folder(work)
        on_step("moved")
    kept = _kept_folder(folder, work / _MOVED)
    with disk_errors(folder):
        for path in sorted((work / _NEW).iterdir()):
            path.rename(folder / path.name)
            on_step("placed")
        settle_folder(folder)
        (work / _MOVED).unlink()
    clear(folder)
    on_step("done")
    with suppress(OSError):
        kept.rmdir()  # only where nothing had to be kept
    return kept if kept.exists() else None


def _keep_old(folder: Path, kept: Path, on_step: OnStep) -> None:
    make_private_folder(kept)
    with disk_errors(kept):
        for name in _OLD_FILES:
            if (folder / name).exists():
                (folder / name).rename(kept / name)
                on_step("kept")
        settle_folder(kept)
        settle_folder(folder)


def _kept_folder(folder: Path, marker: Path) -> Path:
    with disk_errors(marker):
        name = marker.read_text("ascii", "replace").strip()
    if not _KEPT.fullmatch(name):
        raise DiskError(
            f"{marker} is not as this program wrote it; nothing was changed. Keep the folder as "
            "it is, and restore a backup into a new folder."
        )
    return folder / name
