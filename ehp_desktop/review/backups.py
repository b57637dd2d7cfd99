"""Backups made by hand and by themselves, and what is done when a store is lost or damaged.

An automatic backup is made before an import and when a session ends that changed something. It
never keeps anybody from closing: what went wrong is taken down, and said at sign-in when it has
gone on for a week.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ehp_desktop.models.errors import EhpError, RefusedError
from ehp_desktop.review.actor import Actor, Role
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.permissions import Deed, ask, requires

if TYPE_CHECKING:
    from ehp_desktop.models.backups import Made
    from ehp_desktop.models.keys import Unlocked
    from ehp_desktop.models.rescuing import RescuedStore
    from ehp_desktop.models.restoring import Restored
    from ehp_desktop.review.opening import OpenStore

Clock = Callable[[], dt.datetime]

BETWEEN_COMMANDS: Final = dt.timedelta(hours=1)
"""A script's commands are each a session: after them a backup is made at most so often."""
WARN_AFTER: Final = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class BackupsShown:
    """Where automatic backups are made, how that has gone (UTC), and which there are.

    `named`: the folder that the chair named; None: the store's own, which `folder` is then.
    """

    folder: Path
    named: Path | None
    last: dt.datetime | None
    failing_since: dt.datetime | None
    files: tuple[Path, ...]


@requires(Deed.BACKUP)
def backup(opened: "OpenStore", file: Path) -> "Made":
    """Write a backup of the store to a new file: one archive, encrypted as the store is.

    Raises:
        RefusedError: the file exists, or changes of the store are missing.
        DamagedStoreError: the store is not whole.
        DiskError: the file cannot be written; in every case nothing of it is left.
    """
    from ehp_desktop.models.backups import make_backup

    made = make_backup(opened.store, file, opened.clock())
    opened.store.noting(Action.BACKED_UP, about={"records": made.records})
    return made


@requires(Deed.OWN_PASSPHRASE)  # everybody's sessions end, those with a first passphrase too
def after_session(opened: "OpenStore", *, at_most_every: dt.timedelta | None = None) -> None:
    """At the end of a session, before the store is closed: a backup where anything was changed.

    Also where an earlier session changed something of which none could be made; and always after
    a session of who may write legal advice, so that no backup tells that there was any. It raises
    nothing that could keep anybody from closing.

    Args:
        opened: the store; open for reading only, nothing is done.
        at_most_every: no backup where the last one is younger; it is due then.
    """
    from ehp_desktop.models.backups import entries_of, read_state, write_state

    if not opened.writable:
        return
    folder, now = opened.store.folder, opened.clock()
    state = read_state(folder)
    try:
        changed = opened.store.changed or opened.store.keys.advice_now is not None
        due = changed or state.due or entries_of(opened.store) > state.entries
    except EhpError:  # the store was closed meanwhile, as its key was changed
        if opened.store.changed:
            write_state(folder, replace(state, due=True))
        return
    if not due:
        return
    young = state.last is not None and at_most_every is not None and state.failing_since is None
    if young and state.last <= now < state.last + at_most_every:  # type: ignore[operator]
        if not state.due:
            write_state(folder, replace(state, due=True))
        return
    _automatic(opened, "session")


@requires(Deed.IMPORT)
def before_import(opened: "OpenStore") -> None:
    """Before an import: a backup, where there is anything to lose that the last has not.

    Where it cannot be made the import goes on: it is one transaction, and the failure is taken
    down.
    """
    from ehp_desktop.models.backups import entries_of, read_state

    if not opened.writable:
        return
    state, entries = read_state(opened.store.folder), entries_of(opened.store)
    if entries and (opened.store.changed or state.due or entries > state.entries):
        _automatic(opened, "import")


@requires(Deed.OWN_PASSPHRASE)
def backup_warning(opened: "OpenStore") -> str | None:
    """What to say at sign-in of automatic backups that have failed for a week; None: nothing."""
    from ehp_desktop.models.backups import read_state

    state = read_state(opened.store.folder)
    since = state.failing_since
    if since is None or opened.clock() - since < WARN_AFTER:
        return None
    last = f"the last is of {state.last:%Y-%m-%d}" if state.last else "there has been none yet"
    return (
        f"Automatic backups have failed since {since:%Y-%m-%d}; {last}. What is stored is not in "
        "danger by that, but would be lost with this computer. See that the folder for backups "
        "is there, can be written and has room, or make a backup by hand."
    )


@requires(Deed.PARAMETERS)
def set_backup_folder(opened: "OpenStore", folder: Path | None) -> None:
    """Name the folder for automatic backups; None: the store's own.

    Raises:
        RefusedError: there is no such folder, it lies in the store's own, or the store is open
            for reading only; nothing was changed.
    """
    from ehp_desktop.models.backups import name_folder

    place = None if folder is None else folder.resolve()
    if place is not None and not place.is_dir():
        raise RefusedError(
            f"There is no folder {folder}; nothing was changed. Make it, or name another."
        )
    if place is not None and place.is_relative_to(opened.store.folder.resolve()):
        raise RefusedError(
            f"{folder} lies in the store's own folder, and would be lost with it; nothing was "
            "changed. Name a folder on another disk."
        )
    about = {"setting": "backup folder"}
    with opened.store.writing(Action.PARAMETER, about=about) as session:
        name_folder(session, place)


@requires(Deed.BACKUP)
def automatic_backups(opened: "OpenStore") -> BackupsShown:
    """Where automatic backups are made, how that has gone, and which there are, oldest first."""
    from ehp_desktop.models.backups import automatic_of, named_folder, own_folder, read_state

    store = opened.store
    named, state = named_folder(store), read_state(store.folder)
    own = own_folder(store)
    files = automatic_of(store)
    return BackupsShown(named or own, named, state.last, state.failing_since, files)


def restore(
    folder: Path, file: Path, passphrase: str, *, user: str | None = None, clock: Clock
) -> "Restored":
    """Put a backup in the place of a store, or in a new folder; the old store is kept.

    Args:
        folder: the store's; it may be damaged, and need not be there.
        file: the backup, or the folder of a copy.
        passphrase: of a chair of the time of the backup, or the recovery code of then.
        user: whose passphrase it is; without, each person's is tried.
        clock: tells the time, aware and UTC.

    Raises:
        NotAllowedError: the passphrase is no chair's.
        RefusedError, StoreError: as `restoring.restore_store` does; nothing was changed.
    """
    from ehp_desktop.models.restoring import restore_store

    return restore_store(
        folder,
        file,
        passphrase,
        user=user,
        clock=clock,
        action=Action.RESTORED,
        allow=_chair_alone,
    )


def rescue(
    folder: Path, out: Path, passphrase: str, *, user: str | None = None, clock: Clock
) -> "RescuedStore":
    """Carry what can be read of a damaged store over into a new one for the same people.

    Raises:
        NotAllowedError: the passphrase is no chair's.
        StoreError: as `rescuing.rescue_store` does; nothing was made.
    """
    from ehp_desktop.models.rescuing import rescue_store

    return rescue_store(
        folder,
        out,
        passphrase,
        user=user,
        clock=clock,
        action=Action.RESCUED,
        allow=_chair_alone,
    )


def _automatic(opened: "OpenStore", why: str) -> None:
    from ehp_desktop.models.backups import make_automatic

    try:
        made = make_automatic(opened.store, opened.clock())
    except EhpError:  # it is taken down, and said when it has gone on for a week
        return
    opened.store.changed = False
    about: dict[str, Any] = {"records": made.records, "automatic": why}
    opened.store.noting(Action.BACKED_UP, about=about)


def _chair_alone(unlocked: "Unlocked") -> None:
    person = unlocked.person
    ask(Actor(person.name, Role(person.role), unlocked.slot_id, first=unlocked.first), Deed.RESTORE)
