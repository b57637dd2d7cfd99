"""When a backup is made by itself, who may do what, and what is said when it fails."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ehp_desktop.models.backups import State, read_state, write_state
from ehp_desktop.models.errors import RefusedError, WrongPassphraseError
from ehp_desktop.review import backups, surgery
from ehp_desktop.review.actor import Role
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.permissions import NotAllowedError

NOON = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
OpenAs = Callable[..., OpenStore]


def made(opened: OpenStore) -> int:
    return len(list((opened.store.folder / "backups").glob("*.ehpbackup")))


def change(opened: OpenStore) -> None:
    with opened.store.writing("tested"):
        pass


def test_a_session_that_changed_something_ends_with_a_backup(opened_wales: OpenStore) -> None:
    keyless = replace(opened_wales.store.keys, advice={}, advice_now=None)  # an administrator's
    opened_wales.store.keys = keyless
    backups.after_session(opened_wales)
    assert made(opened_wales) == 0
    change(opened_wales)
    backups.after_session(opened_wales)
    assert made(opened_wales) == 1
    backups.after_session(opened_wales)
    assert made(opened_wales) == 1


def test_who_may_write_advice_leaves_a_backup_whether_or_not_they_changed_anything(
    opened_as: Callable[..., OpenStore],
) -> None:
    for count, role in enumerate((Role.LAWYER, Role.CHAIR), 1):
        opened = opened_as(role)
        backups.after_session(opened)
        assert made(opened) == count
    administrator = opened_as(Role.ADMINISTRATOR)
    backups.after_session(administrator)
    assert made(administrator) == count


def test_between_commands_at_most_one_an_hour_and_none_is_forgotten(
    opened_wales: OpenStore,
) -> None:
    hour = backups.BETWEEN_COMMANDS
    for minute, expected in ((0, 1), (20, 1), (59, 1), (60, 2), (61, 2), (-30, 3)):
        now = NOON + dt.timedelta(minutes=minute)
        change(opened_wales)
        backups.after_session(replace(opened_wales, clock=lambda now=now: now), at_most_every=hour)
        assert made(opened_wales) == expected, minute
    opened_wales.store.changed = False
    write_state(opened_wales.store.folder, State(NOON, None, 0, due=True))
    backups.after_session(opened_wales)  # the window, which changed nothing itself
    assert made(opened_wales) == 4


def test_closing_is_never_kept_from_by_a_backup_that_fails(
    opened_wales: OpenStore, tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    backups.set_backup_folder(opened_wales, tmp_path / "stick")
    (tmp_path / "stick").rmdir()
    backups.after_session(opened_wales)
    assert read_state(opened_wales.store.folder).failing_since == NOON
    assert backups.backup_warning(opened_wales) is None
    later = replace(opened_wales, clock=lambda: NOON + backups.WARN_AFTER)
    warning = backups.backup_warning(later)
    assert warning is not None
    assert "2021-09-30" in warning
    (tmp_path / "stick").mkdir()
    backups.after_session(later)
    assert backups.backup_warning(later) is None
    shown = backups.automatic_backups(later)
    assert (shown.named, len(shown.files)) == (tmp_path / "stick", 2)
    opened_wales.close()
    backups.after_session(later)


def test_before_an_import_only_what_can_be_lost_is_backed_up(
    opened_wales: OpenStore,
) -> None:
    backups.before_import(opened_wales)
    assert made(opened_wales) == 0
    surgery.new_surgery(opened_wales, surgery.SurgeryDraft(date=dt.date(2021, 10, 4)))
    backups.before_import(opened_wales)
    assert made(opened_wales) == 1
    backups.before_import(opened_wales)
    assert made(opened_wales) == 1


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("write", [True, False])
def test_everybody_backs_up_and_only_the_chair_names_the_folder_or_restores(
    opened_as: OpenAs, role: Role, write: bool, tmp_path: Path
) -> None:
    opened = opened_as(role, write=write)
    file = tmp_path / "copy.ehpbackup"
    done = backups.backup(opened, file)
    assert (done.file, file.stat().st_mode & 0o777) == (file, 0o600)
    with opened.store.reading() as session:
        last = "SELECT max(seq) FROM audit"
        seq = session.connection().exec_driver_sql(last).scalar_one()
    assert seq == done.records + 1
    if role is not Role.CHAIR:
        with pytest.raises(NotAllowedError):
            backups.set_backup_folder(opened, tmp_path)
    name, folder = opened.actor.name, opened.store.folder
    opened.close()
    from tests.conftest import PEOPLE

    passphrase = PEOPLE[role][1]
    if role is Role.CHAIR:
        assert backups.restore(folder, file, passphrase, user=name, clock=lambda: NOON).kept
        rescued = backups.rescue(folder, tmp_path / "r", passphrase, user=name, clock=lambda: NOON)
        assert rescued.problems == ()
        return
    with pytest.raises(NotAllowedError):
        backups.restore(folder, file, passphrase, user=name, clock=lambda: NOON)
    with pytest.raises(NotAllowedError):
        backups.rescue(folder, tmp_path / "r", passphrase, user=name, clock=lambda: NOON)
    with pytest.raises(WrongPassphraseError):
        backups.restore(folder, file, "no such words at all", clock=lambda: NOON)


def test_a_folder_that_is_none_or_the_stores_own_is_not_named(
    opened_wales: OpenStore, tmp_path: Path
) -> None:
    for folder in (tmp_path / "missing", opened_wales.store.folder / "backups"):
        with pytest.raises(RefusedError, match="nothing was changed"):
            backups.set_backup_folder(opened_wales, folder)
    backups.set_backup_folder(opened_wales, tmp_path)
    backups.set_backup_folder(opened_wales, None)
    assert backups.automatic_backups(opened_wales).named is None
