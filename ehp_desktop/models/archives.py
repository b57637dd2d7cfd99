"""A backup's file: one archive of a store, with the SHA-256 of everything in it.

It is a ZIP without compression (what is encrypted does not get smaller) that holds `manifest.json`
first, then `keys.json`, `caseload.db`, `head.bin` and the store's own `profiles/`, each as it
stands in a store's folder. So any program that reads a ZIP can take a store out of it by hand.
"""

import hashlib
import json
import os
import re
import struct
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from ehp_desktop.models.errors import DiskError, NewerStoreError, RefusedError
from ehp_desktop.models.files import (
    disk_errors,
    keep_to_owner,
    make_private_folder,
    settle_folder,
)
from ehp_desktop.models.head import HEAD_FILE
from ehp_desktop.models.keys import DATABASE_FILE, KEY_FILE

MANIFEST: Final = "manifest.json"
PROFILES: Final = "profiles"
FORMAT: Final = "ehp-desktop backup"
VERSION: Final = 1
_WANTED: Final = (KEY_FILE, DATABASE_FILE, HEAD_FILE)
_PROFILE: Final = re.compile(rf"{PROFILES}/[^./\\:\0][^/\\:\0]{{0,200}}")
_MOST_PARTS: Final = 1000
_LARGEST_TEXT: Final = 16 * 1024 * 1024  # bytes: of everything but the database
_AT_ONCE: Final = 1024 * 1024
_WRONG: Final = (
    zipfile.BadZipFile, EOFError, KeyError, ValueError, TypeError, AttributeError, RuntimeError,
    OverflowError, struct.error,
)  # fmt: skip
"""What the library raises on a file that is none of ours, or is cut short."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself: whose it is, from when, and what is in it.

    `store`: the store's own id. `records`: how many records its audit has. `parts`: name ->
    (bytes, SHA-256 in hex).
    """

    store: str
    made_at: datetime
    records: int
    parts: Mapping[str, tuple[int, str]]

    def as_bytes(self) -> bytes:
        """The text of manifest.json."""
        kept = {
            "format": FORMAT,
            "version": VERSION,
            "store": self.store,
            "made_at": self.made_at.isoformat("T", "seconds"),
            "records": self.records,
            "files": {
                name: {"size": size, "sha256": digest}
                for name, (size, digest) in self.parts.items()
            },
        }
        return json.dumps(kept, indent=1).encode("ascii") + b"\n"


def parts_of(folder: Path) -> dict[str, Path]:
    """The parts of a store's folder that an archive holds, by their names in it."""
    own = sorted(path for path in (folder / PROFILES).glob("*") if path.is_file())
    named = {f"{PROFILES}/{path.name}": path for path in own}
    profiles = {name: path for name, path in named.items() if _PROFILE.fullmatch(name)}
    return {name: folder / name for name in _WANTED} | profiles


def write_archive(file: Path, parts: Mapping[str, Path], manifest: Manifest) -> str:
    """Write an archive whole or not at all, never over a file, and read it back before it is named.

    Args:
        file: where; its folder is there.
        parts: name in the archive -> where its content is, as `manifest.parts` says it is.
        manifest: what the archive says of itself.

    Returns:
        The SHA-256 of the whole file, in hex.

    Raises:
        RefusedError: there is a file of that name already; it is as it was.
        DiskError: it could not be written or read back; nothing of it is left.
    """
    if os.path.lexists(file):
        raise _is_there(file)
    with disk_errors(file):
        handle, name = tempfile.mkstemp(prefix=".ehp-backup-", dir=file.parent)  # 0600
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as written:
                _write(written, parts, manifest)
                written.flush()
                os.fsync(written.fileno())
            keep_to_owner(beside)
            _read_back(beside, manifest)
            digest = _digest(beside)
            _name(beside, file)
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
        settle_folder(file.parent)
    return digest


def extract(file: Path, folder: Path) -> Manifest:
    """Take a store out of an archive into a private folder that is made, seen onto the disk.

    Only what the manifest names is taken, under the few names there can be, and no more bytes of
    it than the archive has.

    Raises:
        RefusedError: it is no archive of this program, is cut short or was changed.
        NewerStoreError: a newer program made it.
        DiskError: it cannot be read, or there is no room.
    """
    make_private_folder(folder)
    with _archive(file) as (archive, manifest):
        for name, (size, digest) in manifest.parts.items():
            target = folder / name
            make_private_folder(target.parent)
            with archive.open(name) as part, disk_errors(target):
                handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
                with os.fdopen(handle, "wb") as written:
                    found = _copied(part, size, written)
                    written.flush()
                    os.fsync(written.fileno())
            if found != digest:
                raise _changed(file)
    return manifest


def part_of(path: Path) -> tuple[int, str]:
    """The size and SHA-256 of a file, as a manifest names them."""
    return path.stat().st_size, _digest(path)


_BINARY: Final = getattr(os, "O_BINARY", 0)


def _write(written: IO[bytes], parts: Mapping[str, Path], manifest: Manifest) -> None:
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_entry(MANIFEST), manifest.as_bytes())
        for name, path in parts.items():
            with path.open("rb") as part, archive.open(_entry(name), "w", force_zip64=True) as to:
                while chunk := part.read(_AT_ONCE):
                    to.write(chunk)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o600 << 16
    return entry


def _name(beside: Path, file: Path) -> None:
    """Give a finished file its name, unless another has it by now."""
    try:
        os.link(beside, file)  # the one way that fails where the name is taken
    except FileExistsError:
        raise _is_there(file) from None
    except OSError:  # a disk without links, such as a stick's: hold the name, then take it
        try:
            os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            raise _is_there(file) from None
        try:
            beside.replace(file)
        except BaseException:
            file.unlink(missing_ok=True)
            raise


def _read_back(file: Path, manifest: Manifest) -> None:
    try:
        with _archive(file) as (archive, found):
            whole = found == manifest
            for name, (size, digest) in manifest.parts.items():
                with archive.open(name) as part:
                    whole = whole and _copied(part, size, None) == digest
    except RefusedError:
        whole = False
    if not whole:
        raise DiskError(
            "The backup could not be read back as it was written, so it was not kept; the store "
            "was not changed. Check the disk, or choose another folder, and try again."
        )


@contextmanager
def _archive(file: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    try:
        with zipfile.ZipFile(file) as archive:
            size = os.fstat(archive.fp.fileno()).st_size if archive.fp else 0
            yield archive, _manifest(archive, file, size)
    except FileNotFoundError:
        raise RefusedError(
            f"There is no file {file}; nothing was changed. Name a backup's file."
        ) from None
    except _WRONG as error:
        raise _changed(file) from error
    except OSError as error:
        raise DiskError(
            f"{file} could not be read ({error.strerror or type(error).__name__}); nothing was "
            "changed. Check the disk it is on, or take another backup."
        ) from error


def _manifest(archive: zipfile.ZipFile, file: Path, size: int) -> Manifest:
    """What the archive says is in it, where that is what is in it and can be taken out."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if (
        MANIFEST not in names
        or len(names) != len(set(names))
        or len(names) > _MOST_PARTS
        or any(entry.compress_type != zipfile.ZIP_STORED for entry in entries)
        or sum(entry.file_size for entry in entries) > size
        or any(e.file_size > _LARGEST_TEXT for e in entries if e.filename != DATABASE_FILE)
    ):
        raise _changed(file)
    kept: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if kept["format"] != FORMAT:
        raise _changed(file)
    if kept["version"] > VERSION:
        raise NewerStoreError(
            f"{file} was made by a newer program than this one; nothing was changed. Install the "
            "newer program to restore it."
        )
    parts = {
        str(name): (int(one["size"]), str(one["sha256"])) for name, one in kept["files"].items()
    }
    sizes = {entry.filename: entry.file_size for entry in entries if entry.filename != MANIFEST}
    strange = [name for name in parts if name not in _WANTED and not _PROFILE.fullmatch(name)]
    if strange or not set(_WANTED) <= set(parts) or sizes != {n: s for n, (s, _) in parts.items()}:
        raise _changed(file)
    made_at = datetime.fromisoformat(kept["made_at"])
    return Manifest(str(kept["store"]), made_at, int(kept["records"]), parts)


def _copied(part: IO[bytes], size: int, to: IO[bytes] | None) -> str:
    """Copy a part, at most as many bytes as it has; returns its SHA-256."""
    digest, left = hashlib.sha256(), size
    while left and (chunk := part.read(min(left, _AT_ONCE))):
        digest.update(chunk)
        left -= len(chunk)
        if to is not None:
            to.write(chunk)
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _is_there(file: Path) -> RefusedError:
    return RefusedError(
        f"There is a file {file} already, and a backup is never written over one; nothing was "
        "changed. Name another."
    )


def _changed(file: Path) -> RefusedError:
    return RefusedError(
        f"{file.name} is not a whole backup of this program: it is another kind of file, was cut "
        "short, or was changed since it was made. Nothing was changed. Take another backup."
    )
