"""The head of the audit's chain, kept beside the key file as well as in the database.

A database that recovers from a damaged log forgets its last transactions without a word. The
number and hash of the last record, authenticated under the store's key and seen onto the disk
after each commit, is what shows it. The file has two places that are written in turn: a torn
write leaves the other.
"""

import hashlib
import hmac
import os
import sys
from pathlib import Path
from typing import Final, NamedTuple

from ehp_desktop.models.files import disk_errors, write_private

HEAD_FILE: Final = "head.bin"
_MARK: Final = b"EHP-HEAD1"
_PLACE: Final = 128  # bytes; two of them
_BODY: Final = len(_MARK) + 8 + 32
_BINARY: Final = getattr(os, "O_BINARY", 0)


class Head(NamedTuple):
    """The last record that was acknowledged."""

    seq: int
    hash: bytes


def read(folder: Path, store_keys: tuple[bytes, ...]) -> Head | None:
    """The newest head that one of the keys authenticates; None where there is none.

    Raises:
        DiskError: the file is there and cannot be read.
    """
    with disk_errors(folder / HEAD_FILE):
        try:
            content = (folder / HEAD_FILE).read_bytes()
        except FileNotFoundError:
            return None
    places = (content[:_PLACE], content[_PLACE : 2 * _PLACE])
    found = [head for place in places for key in store_keys if (head := _read_place(place, key))]
    return max(found, default=None)


def make(folder: Path, store_key: bytes, head: Head) -> None:
    """Write the file anew, whole or not at all.

    Raises:
        DiskError: it could not be written.
    """
    place = _place(store_key, head)
    write_private(folder / HEAD_FILE, place + place)


def write(folder: Path, store_key: bytes, head: Head) -> None:
    """Put a newer head in the place of the older of the two, and see it onto the disk.

    The newer one stays whatever happens, also where a head is several records after it. One
    program at a time does this: of two that both read first, the slower would write over the newer.

    Raises:
        DiskError: it could not be written; the head before it is still there.
    """
    path = folder / HEAD_FILE
    with disk_errors(path):
        handle = os.open(path, os.O_RDWR | _BINARY)
        try:
            _wait_alone(handle)
            os.lseek(handle, 0, os.SEEK_SET)
            content = os.read(handle, 2 * _PLACE)
            seqs = [
                -1 if (there := _read_place(place, store_key)) is None else there.seq
                for place in (content[:_PLACE], content[_PLACE:])
            ]
            if max(seqs) >= head.seq:
                return  # another program was quicker
            older = head.seq % 2 if seqs[0] == seqs[1] else seqs.index(min(seqs))
            os.lseek(handle, older * _PLACE, os.SEEK_SET)
            os.write(handle, _place(store_key, head))
            os.fsync(handle)
        finally:
            os.close(handle)  # the operating system lets go of the lock with it


def _wait_alone(handle: int) -> None:
    """Hold the operating system's lock on the file; on Windows behind its end, as others read."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, 4 * _PLACE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)


def _place(store_key: bytes, head: Head) -> bytes:
    body = _MARK + head.seq.to_bytes(8, "big") + head.hash
    return (body + _mac(store_key, body)).ljust(_PLACE, b"\0")


def _read_place(place: bytes, store_key: bytes) -> Head | None:
    body, mac = place[:_BODY], place[_BODY : _BODY + 32]
    if len(place) != _PLACE or not body.startswith(_MARK):
        return None
    if not hmac.compare_digest(mac, _mac(store_key, body)):
        return None
    number = body[len(_MARK) : len(_MARK) + 8]
    return Head(int.from_bytes(number, "big"), body[len(_MARK) + 8 :])


def _mac(store_key: bytes, body: bytes) -> bytes:
    own = hmac.digest(store_key, b"ehp-desktop head of the audit", hashlib.sha256)
    return hmac.digest(own, body, hashlib.sha256)
