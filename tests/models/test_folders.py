import os
import sys
from pathlib import Path

import pytest

from ehp_desktop.models import folders
from ehp_desktop.models.errors import StoreFolderError


@pytest.mark.parametrize(
    ("place", "who"),
    [
        ("/home/a/OneDrive/store", "OneDrive"),
        ("/home/a/OneDrive - Cyngor Abertawe/store", "OneDrive"),
        ("/home/a/onedrive/store", "OneDrive"),
        ("/home/a/Dropbox/store", "Dropbox"),
        ("/home/a/Dropbox (Work)/store", "Dropbox"),
        ("/Users/a/Library/Mobile Documents/com~apple~CloudDocs/store", "iCloud"),
        ("/home/a/iCloudDrive/store", "iCloud"),
        ("/home/a/Google Drive/My Drive/store", "Google Drive"),
        ("/home/a/GoogleDrive/store", "Google Drive"),
        ("/home/a/Nextcloud/store", "Nextcloud"),
        ("/Users/a/Library/CloudStorage/Box-Box/store", "Box"),
        ("/Users/a/Library/CloudStorage/Egnyte/store", "a cloud drive"),
        ("/home/a/store", None),
        ("/home/a/Dropboxes/store", None),
        ("/home/a/one drive to work/store", None),
        ("/home/a/box/store", None),
    ],
)
def test_synchronisers_are_known_by_their_folders_names(place: str, who: str | None) -> None:
    assert folders.synchroniser_of(Path(place), {}) == who


def test_onedrive_is_known_by_where_windows_says_it_is() -> None:
    told = {"OneDriveCommercial": "/home/a/Work files"}
    assert folders.synchroniser_of(Path("/home/a/Work files/store"), told) == "OneDrive"
    assert folders.synchroniser_of(Path("/home/a/Work/store"), told) is None


@pytest.mark.parametrize(
    ("mark", "who"), [(".dropbox.cache", "Dropbox"), (".stfolder", "Syncthing")]
)
def test_synchronisers_are_known_by_the_marks_they_leave(
    tmp_path: Path, mark: str, who: str
) -> None:
    assert folders.synchroniser_of(tmp_path / "deep" / "store", {}) is None
    (tmp_path / mark).mkdir()
    assert folders.synchroniser_of(tmp_path / "deep" / "store", {}) == who


def test_dropboxs_own_settings_in_a_home_are_no_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".dropbox").mkdir()
    assert folders.synchroniser_of(tmp_path / "store", {}) is None


LINUX = r"""/dev/sda1 / ext4 rw 0 0
//server/share /mnt/share cifs rw 0 0
server:/home /home/b\040c nfs4 rw 0 0
me@server: /mnt/far fuse.sshfs rw 0 0
/dev/sdb1 /mnt/share/local ext4 rw 0 0
none /odd
"""
MAC = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//a@server/team%20files on /Volumes/team (files) (smbfs, nodev, nosuid, mounted by a)
/dev/disk4s1 on /Volumes/Stick (msdos, local)
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/home/a/store", "ext4"),
        ("/mnt/share", "cifs"),
        ("/mnt/share/x/store", "cifs"),
        ("/mnt/shared/store", "ext4"),
        ("/mnt/share/local/store", "ext4"),
        ("/home/b c/store", "nfs4"),
        ("/mnt/far/store", "fuse.sshfs"),
    ],
)
def test_the_nearest_mount_tells_the_kind(place: str, kind: str) -> None:
    assert folders.kind_at(Path(place), folders.mount_kinds_of_linux(LINUX)) == kind


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/Users/a/store", "apfs"),
        ("/Volumes/team (files)/store", "smbfs"),
        ("/Volumes/Stick/store", "msdos"),
    ],
)
def test_a_mac_tells_it_in_its_own_way(place: str, kind: str) -> None:
    assert folders.kind_at(Path(place), folders.mount_kinds_of_mac(MAC)) == kind


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's list of mounts")
def test_a_folder_on_a_network_drive_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders.check_place(tmp_path)
    mounts = {tmp_path.resolve(): "cifs"}
    monkeypatch.setattr(folders, "mount_kinds_of_linux", lambda _text: mounts)
    with pytest.raises(StoreFolderError, match="network drive"):
        folders.check_place(tmp_path / "store")


def test_a_link_into_a_synchronised_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "OneDrive - Council").mkdir()
    (tmp_path / "plain").symlink_to(tmp_path / "OneDrive - Council")
    with pytest.raises(StoreFolderError, match="OneDrive"):
        folders.check_place(tmp_path / "plain" / "store")


@pytest.mark.parametrize(
    ("path", "unc"),
    [
        (r"\\server\share\store", True),
        (r"\\?\UNC\server\share", True),
        (r"\\?\C:\Users\a\store", False),
        (r"C:\Users\a\store", False),
    ],
)
def test_a_server_by_its_name_is_on_the_network(path: str, unc: bool) -> None:
    assert folders.is_unc(path) is unc


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps owners otherwise")
def test_another_accounts_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders.check_ours(tmp_path)
    monkeypatch.setattr(folders.os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(StoreFolderError, match="another account"):
        folders.check_ours(tmp_path)
