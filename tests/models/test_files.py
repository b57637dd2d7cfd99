import os
import stat
import sys
from pathlib import Path

import pytest

from ehp_desktop.models import files
from ehp_desktop.models.errors import DiskError

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists, not modes")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_what_is_written_is_the_owners_alone_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        files.write_private(tmp_path / "a", b"text")
        files.make_private_file(tmp_path / "b")
        files.make_private_folder(tmp_path / "c")
        now = os.umask(umask)
    finally:
        os.umask(before)
    assert [mode(tmp_path / name) for name in "abc"] == [0o600, 0o600, 0o700]
    assert now == umask


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    files.write_private(path, b"long before")
    files.write_private(path, b"after")
    assert path.read_bytes() == b"after"
    assert [one.name for one in tmp_path.iterdir()] == ["kept"]


@posix
def test_a_file_that_was_open_to_others_is_not_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_bytes(b"before")
    path.chmod(0o644)
    assert not files.is_private(path)
    files.write_private(path, b"after")
    assert files.is_private(path)


def test_a_disk_that_refuses_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kept"
    files.write_private(path, b"before")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(DiskError, match="No space left on device"):
        files.write_private(path, b"after")
    assert path.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["kept"]


def test_a_folder_that_is_missing_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DiskError, match="could not be written"):
        files.write_private(tmp_path / "none" / "kept", b"text")


def test_an_empty_file_is_not_made_over_another(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"text")
    with pytest.raises(FileExistsError):
        files.make_private_file(tmp_path / "kept")


def test_windows_gives_the_folder_to_one_user_and_takes_what_it_inherited() -> None:
    command = files.access_list_command(Path("store"), "COUNCIL\\evansr")
    assert command[:3] == ["icacls", "store", "/inheritance:r"]
    assert "COUNCIL\\evansr:(OI)(CI)F" in command


@posix
def test_a_folder_that_others_share_is_left_to_them(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir(mode=0o755)
    (tmp_path / "shared").chmod(0o755)
    files.make_private_folder(tmp_path / "shared")
    assert mode(tmp_path / "shared") == 0o755
