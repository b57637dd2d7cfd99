"""A process followed from one call of the operating system to the next (Linux alone).

What SQLite and the operating system do between two lines of Python is stopped at too: each call
that changes what is on the disk is counted, and the process is killed as it enters the n-th.
"""

import ctypes
import os
import platform
import signal
import sys
from typing import Any, Final

_TRACEME, _SETOPTIONS, _SYSCALL, _INFO = 0, 0x4200, 24, 0x420E
_GOOD, _EXITKILL = 0x1, 0x100000
_ENTERED: Final = 1
_CALLS: Final = {
    "x86_64": {
        1: "write", 18: "pwrite", 74: "fsync", 75: "fdatasync", 77: "ftruncate", 82: "rename",
        83: "mkdir", 84: "rmdir", 86: "link", 87: "unlink", 90: "chmod", 257: "open",
        263: "unlink", 264: "rename", 285: "fallocate", 316: "rename",
    },
    "aarch64": {
        34: "mkdir", 35: "unlink", 37: "link", 38: "rename", 46: "ftruncate", 47: "fallocate",
        53: "chmod", 56: "open", 64: "write", 68: "pwrite", 82: "fsync", 83: "fdatasync",
        276: "rename",
    },
}  # fmt: skip
"""Number of each call that can change the disk, by processor."""


class _Info(ctypes.Structure):
    _fields_ = (
        ("op", ctypes.c_uint8),
        ("pad", ctypes.c_uint8 * 3),
        ("arch", ctypes.c_uint32),
        ("ip", ctypes.c_uint64),
        ("sp", ctypes.c_uint64),
        ("number", ctypes.c_uint64),
        ("arguments", ctypes.c_uint64 * 6),
    )


def _libc() -> Any:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)
    libc.ptrace.restype = ctypes.c_long
    return libc


def can_trace() -> bool:
    """Whether processes can be followed here."""
    if not sys.platform.startswith("linux") or platform.machine() not in _CALLS:
        return False
    child = os.fork()
    if child == 0:
        os._exit(0 if _libc().ptrace(_TRACEME, 0, None, None) == 0 else 1)
    if os.waitpid(child, 0)[1] != 0:
        return False
    return follow(_one_write(), None)[1].get("write") == 1


def _one_write() -> int:
    child = os.fork()
    if child == 0:
        wait_to_be_followed()
        os.write(1, b"")
        os._exit(0)
    return child


def wait_to_be_followed() -> None:
    """In the child: stop until the parent follows."""
    _libc().ptrace(_TRACEME, 0, None, None)
    os.kill(os.getpid(), signal.SIGSTOP)


def mark() -> None:
    """In the child: tell whoever follows that a part begins (`follow`'s marks)."""
    os.kill(os.getpid(), signal.SIGURG)


def follow(
    child: int, last: int | None, marks: list[int] | None = None
) -> tuple[int, dict[str, int]]:
    """Follow a child that waits, and kill it as it enters the `last`-th call that changes the disk.

    Args:
        child: its process id.
        last: None: it is let go on to its end.
        marks: takes how many calls there were until each `mark`.

    Returns:
        Its wait status, and how many of each call it was let do.
    """
    libc, calls = _libc(), _CALLS[platform.machine()]
    counted: dict[str, int] = {}
    count, begun = 0, False
    info = _Info()
    while True:
        _, status = os.waitpid(child, 0)
        if not os.WIFSTOPPED(status):
            return status, counted
        passed_on, stop = 0, os.WSTOPSIG(status)
        if not begun:
            begun = True
            libc.ptrace(_SETOPTIONS, child, None, _GOOD | _EXITKILL)
        elif stop == signal.SIGTRAP | 0x80:
            libc.ptrace(_INFO, child, ctypes.sizeof(info), ctypes.byref(info))
            name = calls.get(info.number) if info.op == _ENTERED else None
            if name is not None:
                count += 1
                if count == last:
                    os.kill(child, signal.SIGKILL)
                    continue
                counted[name] = counted.get(name, 0) + 1
        elif stop == signal.SIGURG and marks is not None:
            marks.append(count)
        elif stop != signal.SIGTRAP:
            passed_on = stop
        libc.ptrace(_SYSCALL, child, None, passed_on)
