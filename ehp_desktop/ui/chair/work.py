"""What the chair's pages ask of the services, in their jobs' threads."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ehp_desktop.models.errors import EhpError
from ehp_desktop.ui.jobs import JobProgress
from ehp_desktop.ui.notes.work import forget_kept

if TYPE_CHECKING:
    from ehp_desktop.models.rows import HoldRow
    from ehp_desktop.review.audit_trail import AuditFilter, AuditLine
    from ehp_desktop.review.backups import BackupsShown
    from ehp_desktop.review.opening import OpenStore
    from ehp_desktop.review.parameter_changes import NewParameter, ParameterShown
    from ehp_desktop.review.parameters import ParameterSet
    from ehp_desktop.review.purging import Purgeable, Purged
    from ehp_desktop.review.subject_access import RecordWish, WrittenRecord


class CancelledError(EhpError):
    """Somebody pressed Cancel; nothing was changed."""


# Parameters


def parameters(
    opened: "OpenStore", as_of: dt.date, _: JobProgress | None = None
) -> "list[ParameterShown]":
    """Every parameter on a day."""
    from ehp_desktop.review.parameter_changes import list_parameters

    return list_parameters(opened, as_of)


def set_parameter(
    opened: "OpenStore", new: "NewParameter", place: str, _: JobProgress | None = None
) -> "ParameterSet":
    """Keeps a chair's value; returns the parameters as they are now."""
    from ehp_desktop.review import parameter_changes

    found = parameter_changes.set_parameter(opened, new)
    forget_kept(opened, place)
    return found


# The audit


def audit(opened: "OpenStore", progress: JobProgress) -> "list[AuditLine]":
    """Every record, the newest first; that it was read is written into it as well."""
    from ehp_desktop.review.audit_trail import read_audit

    return read_audit(opened, progress=_counted(progress))


def export_audit(
    opened: "OpenStore", wanted: "AuditFilter", out: Path, progress: JobProgress
) -> int:
    """Writes records to a file for a spreadsheet; returns how many."""
    from ehp_desktop.review.audit_export import export_audit as export

    return export(opened, wanted, out, progress=_counted(progress))


class _counted:  # noqa: N801 - called as a function
    """Passes on how many records were opened, and ends the reading when it is cancelled."""

    def __init__(self, progress: JobProgress) -> None:
        self._progress = progress

    def __call__(self, number: int) -> None:
        if self._progress.cancelled():
            raise CancelledError("The audit was not read to its end; nothing was written.")
        self._progress.report(number, 0)


# Backups


def backups(opened: "OpenStore", _: JobProgress | None = None) -> "BackupsShown":
    """Where automatic backups are, and how that has gone."""
    from ehp_desktop.review.backups import automatic_backups

    return automatic_backups(opened)


def back_up(opened: "OpenStore", file: Path, _: JobProgress | None = None) -> int:
    """Writes a backup to a file; returns how many records of the audit it has."""
    from ehp_desktop.review.backups import backup

    return backup(opened, file).records


def name_folder(opened: "OpenStore", folder: Path | None, _: JobProgress | None = None) -> None:
    """Names the folder for automatic backups; None: the store's own."""
    from ehp_desktop.review.backups import set_backup_folder

    set_backup_folder(opened, folder)


class Restoring(NamedTuple):
    """Which backup, and with whose passphrase of that time."""

    file: Path
    passphrase: str
    user: str | None


def restore(opened: "OpenStore", wish: Restoring, _: JobProgress | None = None) -> str:
    """Closes the store and puts a backup in its place; returns where the old one is kept."""
    from ehp_desktop.review import backups, permissions

    permissions.ask(opened.actor, permissions.Deed.RESTORE)
    folder = opened.store.folder
    opened.close()  # nobody may have it open
    done = backups.restore(folder, wish.file, wish.passphrase, user=wish.user, clock=opened.clock)
    return "" if done.kept is None else str(done.kept)


# Holds, purging, one child's record


def holds(opened: "OpenStore", _: JobProgress | None = None) -> "list[HoldRow]":
    """Every legal hold, the latest first."""
    from ehp_desktop.review import purging

    return list(reversed(purging.holds(opened)))


def place_hold(
    opened: "OpenStore", child_id: str, reason: str, place: str, _: JobProgress | None = None
) -> None:
    """Places a legal hold."""
    from ehp_desktop.review import purging

    purging.place_hold(opened, child_id, reason)
    forget_kept(opened, place)


def lift_hold(
    opened: "OpenStore", child_id: str, reason: str, place: str, _: JobProgress | None = None
) -> None:
    """Lifts a legal hold."""
    from ehp_desktop.review import purging

    purging.lift_hold(opened, child_id, reason)
    forget_kept(opened, place)


def purgeable(
    opened: "OpenStore", left_before: dt.date, _: JobProgress | None = None
) -> "list[Purgeable]":
    """Children who left care before a day."""
    from ehp_desktop.review import purging

    return purging.purgeable(opened, left_before)


def purge(opened: "OpenStore", child_id: str, _: JobProgress | None = None) -> "Purged":
    """Takes everything that is kept of a child away, for good."""
    from ehp_desktop.review import purging

    return purging.purge(opened, child_id)


def write_record(
    opened: "OpenStore", child_id: str, out: Path, wish: "RecordWish", _: JobProgress | None = None
) -> "WrittenRecord":
    """Writes one child's whole record into a folder."""
    from ehp_desktop.review.subject_access import write_child_record

    return write_child_record(opened, child_id, out, wish)
