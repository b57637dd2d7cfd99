"""Files that are ours alone: written whole or not at all, and read by nobody else.

The mode is given with each file as it is made, so that the process's own umask stays as it is.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ehp_desktop.models.errors import DiskError

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Say what the operating system could not do with a file as a sentence for people.

    Raises:
        DiskError: the disk is full, not writable, or the file may not be written.
    """
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise DiskError(
            f"{path} could not be written ({why}); nothing of it was kept. "
            "Make room on the disk, or choose a folder that you may write to, and try again."
        ) from error


def write_private(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, for its owner alone, and see it onto the disk.

    Raises:
        DiskError: the disk is full or the folder cannot be written; what was there is still there.
    """
    with disk_errors(path):
        import tempfile  # here, as reading people's names waits for nothing that it does not need

        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # 0600
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            keep_to_owner(beside)
            beside.replace(path)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
        settle_folder(path.parent)


def make_private_file(path: Path) -> None:
    """Make an empty file for its owner alone.

    Raises:
        FileExistsError: there is one already.
        DiskError: it could not be made.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
        keep_to_owner(path)
    except FileExistsError:
        raise
    except OSError:
        with disk_errors(path):
            raise


def make_private_folder(path: Path) -> None:
    """Make a folder for its owner alone, and those above it that are missing.

    One that is there already stays as it is: it may hold other things that others share.

    Raises:
        DiskError: it could not be made.
    """
    with disk_errors(path):
        if not path.is_dir():
            path.mkdir(mode=PRIVATE_FOLDER, parents=True)
            keep_to_owner(path)


def is_private(path: Path) -> bool:
    """Whether nobody but the owner may read a file or folder; on Windows always answered yes."""
    return sys.platform == "win32" or path.stat().st_mode & 0o077 == 0


def keep_to_owner(path: Path) -> None:
    """Take every right but the owner's away from a file or folder.

    On Windows only folders are changed: what is made in them inherits their access list.

    Raises:
        OSError: the rights could not be changed.
    """
    if sys.platform == "win32":
        if path.is_dir():
            _own_access_list(path)
        return
    wanted = PRIVATE_FOLDER if path.is_dir() else PRIVATE_FILE
    if path.stat().st_mode & 0o777 != wanted:
        path.chmod(wanted)


def access_list_command(folder: Path, user: str) -> list[str]:
    """The Windows command that leaves a folder to one user, and what is in it with it."""
    return ["icacls", str(folder), "/inheritance:r", "/grant:r", f"{user}:(OI)(CI)F", "/Q"]


def _own_access_list(folder: Path) -> None:
    domain, name = os.environ.get("USERDOMAIN", ""), os.environ.get("USERNAME", "")
    user = f"{domain}\\{name}" if domain else name
    import subprocess

    done = subprocess.run(  # noqa: S603 - a fixed program and a path, no shell
        access_list_command(folder, user), capture_output=True, check=False
    )
    if done.returncode:
        raise PermissionError(13, "Windows would not leave the folder to this user alone")


def settle_folder(folder: Path) -> None:
    """See a folder's list of files onto the disk."""
    if sys.platform == "win32":
        return  # Windows cannot open a folder to flush it, and writes its entries through
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
