"""Where a store may lie: on this computer's own disk, in a folder that nothing copies away.

A database that another computer writes under its reader, or that a synchroniser swaps while it is
open, loses rows; and a store on somebody else's server is not where the authority thinks it is.
"""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from ehp_desktop.models.errors import StoreFolderError

_NAMES = (
    (re.compile(r"onedrive(\b.*)?", re.IGNORECASE), "OneDrive"),
    (re.compile(r"dropbox(\s?\(.*\)|-.*)?", re.IGNORECASE), "Dropbox"),
    (re.compile(r"icloud\s?drive|com~apple~clouddocs|mobile documents", re.IGNORECASE), "iCloud"),
    (re.compile(r"google\s?drive(\b.*)?|drivefs", re.IGNORECASE), "Google Drive"),
    (re.compile(r"box sync|box-box", re.IGNORECASE), "Box"),
    (re.compile(r"nextcloud|owncloud", re.IGNORECASE), "Nextcloud"),
)
_MARKS = (
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".tmp.drivedownload", "Google Drive"),
    (".tmp.driveupload", "Google Drive"),
    (".nextcloudsync.log", "Nextcloud"),
    (".stfolder", "Syncthing"),
)
_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_NETWORK = frozenset(
    "cifs smb smb2 smb3 smbfs nfs nfs3 nfs4 afs afpfs ncpfs webdav davfs ceph lustre glusterfs "
    "beegfs gfs2 ocfs2 9p fuse.sshfs fuse.rclone fuse.davfs2 fuse.glusterfs fuse.gvfsd-fuse "
    "fuse.s3fs fuse.onedriver fuse.smbnetfs fuse.google-drive-ocamlfuse".split()
)
_DRIVE_REMOTE = 4  # of GetDriveTypeW


def check_place(folder: Path) -> None:
    """Refuse a folder on a network drive, or one that is synchronised.

    Raises:
        StoreFolderError: which of them it is, and what to choose instead.
    """
    place = folder.resolve()
    synchroniser = synchroniser_of(place, os.environ)
    if synchroniser:
        raise StoreFolderError(
            f"{folder} is copied elsewhere by {synchroniser}, which would leave copies of the "
            "store on other computers and can damage it while it is open; nothing was made or "
            "changed. Choose a folder of this computer's own that is not synchronised."
        )
    if is_on_network(place):
        raise StoreFolderError(
            f"{folder} is on a network drive, where two computers could write the store at once "
            "and damage it; nothing was made or changed. Choose a folder on this computer's own "
            "disk."
        )


def check_ours(folder: Path) -> None:
    """Refuse a folder that belongs to another account of this computer.

    Raises:
        StoreFolderError: it does.
    """
    if sys.platform != "win32" and folder.stat().st_uid != os.geteuid():
        raise StoreFolderError(
            f"{folder} belongs to another account of this computer, and what this one writes there "
            "could lock its owner out; nothing was changed. Sign in as its owner, or choose "
            "another folder."
        )


def synchroniser_of(place: Path, environment: Mapping[str, str]) -> str | None:
    """The program that copies a folder elsewhere, told from names, marks and its own settings."""
    for part in place.parts:
        for pattern, name in _NAMES:
            if pattern.fullmatch(part):
                return name
    for variable in _VARIABLES:
        root = environment.get(variable)
        if root and place.is_relative_to(Path(root)):
            return "OneDrive"
    if "CloudStorage" in place.parts and "Library" in place.parts:
        return "a cloud drive"
    for above in (place, *place.parents):
        for mark, name in _MARKS:
            # ~/.dropbox is where Dropbox keeps its settings on Linux: no mark of a shared folder
            if (above / mark).exists() and not (above == Path.home() and mark == ".dropbox"):
                return name
    return None


def is_on_network(place: Path) -> bool:
    """Whether a folder lies on another computer."""
    if sys.platform == "win32":
        import ctypes

        return (
            is_unc(str(place))
            or ctypes.windll.kernel32.GetDriveTypeW(place.anchor) == _DRIVE_REMOTE
        )
    if sys.platform == "darwin":
        told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False)
        kinds = mount_kinds_of_mac(told.stdout)
    else:
        try:
            kinds = mount_kinds_of_linux(Path("/proc/self/mounts").read_text("utf-8", "replace"))
        except OSError:
            return False  # no /proc: nothing tells, and refusing would shut out every folder
    return kind_at(place, kinds) in _NETWORK


def is_unc(path: str) -> bool:
    """Whether a Windows path names a server, plainly or in the long form."""
    if path.startswith(("\\\\?\\", "\\\\.\\")):
        return path[4:].upper().startswith("UNC\\")
    return path.startswith("\\\\")


def mount_kinds_of_linux(text: str) -> dict[Path, str]:
    """Mount point -> kind, from /proc/self/mounts; the last of several on one point is on top."""
    kinds = {}
    for line in text.splitlines():
        parts = line.split(" ")
        if len(parts) >= 3:
            point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), parts[1])
            kinds[Path(point)] = parts[2]
    return kinds


def mount_kinds_of_mac(text: str) -> dict[Path, str]:
    """Mount point -> kind, from what `mount` prints on macOS."""
    found = re.findall(r"^.* on (/.*) \(([\w.]+)[^()]*\)$", text, re.MULTILINE)
    return {Path(point): kind for point, kind in found}


def kind_at(place: Path, kinds: Mapping[Path, str]) -> str | None:
    """The kind of the mount on which a folder lies: that of the nearest mount point above it."""
    return next((kinds[above] for above in (place, *place.parents) if above in kinds), None)
