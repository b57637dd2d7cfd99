"""Passphrases and recovery codes: from a file or the terminal, never an argument, never stdout."""

import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from ehp_desktop.models.errors import RefusedError

_VARIABLE = "EHP_PASSPHRASE_FILE"
_NEW_VARIABLE = "EHP_NEW_PASSPHRASE_FILE"
_ROOM = 256  # bytes kept for the recovery code before there is one


def read_passphrase_file(path: Path, variable: str = _VARIABLE) -> str:
    """The first line of a passphrase file: UTF-8, NFC, its line end dropped.

    Raises:
        RefusedError: it cannot be read, is not UTF-8 or its first line is empty.
    """
    try:
        text = path.read_bytes().split(b"\n", 1)[0].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else _why(error)
        raise RefusedError(
            f"The passphrase file {path} could not be read ({why}); nothing was done. "
            f"{variable} names a file whose first line is the passphrase."
        ) from error
    passphrase = unicodedata.normalize("NFC", text.removesuffix("\r"))
    if not passphrase:
        raise RefusedError(
            f"The first line of the passphrase file {path} is empty; nothing was done. "
            "Write the passphrase there."
        )
    return passphrase


def ask_passphrase(*, new: bool = False) -> str:
    """The passphrase: of the file that EHP_PASSPHRASE_FILE names, else asked on the terminal.

    Args:
        new: it is being chosen, and is asked for twice.

    Raises:
        RefusedError: there is neither a file nor a terminal.
    """
    return _asked(_VARIABLE, "New passphrase" if new else "Passphrase", twice=new)


def ask_new_passphrase(words: str = "New passphrase") -> str:
    """A passphrase that takes the place of another, or somebody's first.

    It is in the file that EHP_NEW_PASSPHRASE_FILE names, else asked for twice on the terminal.

    Args:
        words: what the terminal asks for.

    Raises:
        RefusedError: there is neither a file nor a terminal.
    """
    return _asked(_NEW_VARIABLE, words, twice=True)


def ask_recovery_code() -> str:
    """The recovery code, where a passphrase would be: its file, else the terminal.

    Raises:
        RefusedError: there is neither a file nor a terminal.
    """
    return _asked(_VARIABLE, "Recovery code", twice=False)


def _asked(variable: str, words: str, *, twice: bool) -> str:
    named = os.environ.get(variable)
    if named:
        return read_passphrase_file(Path(named), variable)
    if not _has_terminal():
        raise RefusedError(
            f"There is no terminal to ask for the {words.lower()} on; nothing was done. "
            f"Set {variable} to a file whose first line is the {words.lower()}."
        )
    asked: str = click.prompt(
        words, hide_input=True, confirmation_prompt=twice and "The same again", err=True
    )
    return unicodedata.normalize("NFC", asked)


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _has_terminal() -> bool:
    """Whether a person can be asked: getpass asks the controlling terminal, not standard input."""
    try:
        with terminal():
            return True
    except OSError:
        return sys.stdin is not None and sys.stdin.isatty()


@contextmanager
def terminal() -> Iterator[TextIO]:
    """The terminal itself, wherever standard output goes.

    Raises:
        OSError: there is none.
    """
    name = "CONOUT$" if sys.platform == "win32" else "/dev/tty"
    with open(name, "w", encoding="utf-8") as screen:
        yield screen


@contextmanager
def recovery_place(file: Path | None) -> Iterator["RecoveryPlace"]:
    """Somewhere to write the recovery code, made sure of before there is one.

    Raises:
        RefusedError: the file exists or cannot be made, or there is neither file nor terminal.
    """
    place = RecoveryPlace.in_file(file) if file else RecoveryPlace.on_terminal()
    try:
        yield place
    finally:
        place.close()


class RecoveryPlace:
    """A new private file, or the terminal."""

    def __init__(self, path: Path | None, stream: TextIO) -> None:
        self._path = path
        self._stream = stream
        self._written = False

    @classmethod
    def in_file(cls, path: Path) -> "RecoveryPlace":
        """A file of its own, 0600, with room for the code already on the disk."""
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise RefusedError(
                f"The recovery file {path} could not be made ({_why(error)}); no store was made. "
                "Name a file that does not exist yet, in a folder that you may write to."
            ) from error
        stream = os.fdopen(handle, "w", encoding="utf-8", newline="\n")
        place = cls(path, stream)
        try:
            stream.write(" " * _ROOM)
            stream.flush()
            os.fsync(handle)
        except OSError as error:
            place.close()
            raise RefusedError(
                f"The recovery file {path} could not be written ({_why(error)}); no store was "
                "made. Make room on the disk and try again."
            ) from error
        return place

    @classmethod
    def on_terminal(cls) -> "RecoveryPlace":
        """The terminal, not standard output."""
        name = "CONOUT$" if sys.platform == "win32" else "/dev/tty"
        try:
            return cls(None, open(name, "w", encoding="utf-8"))
        except OSError as error:
            raise RefusedError(
                "There is no terminal to show the recovery code on; no store was made. "
                "Name a file for it with --recovery-file."
            ) from error

    def write(self, code: str) -> None:
        """Write the code, once."""
        if self._path is None:
            self._stream.write(f"\nRecovery code, shown this once; keep it in the safe:\n{code}\n")
        else:
            self._stream.seek(0)
            self._stream.write(f"{code}\n")
            self._stream.truncate()
            self._stream.flush()
            os.fsync(self._stream.fileno())
        self._written = True

    def close(self) -> None:
        """Let go; a file without a code is taken away again."""
        self._stream.close()
        if self._path is not None and not self._written:
            self._path.unlink(missing_ok=True)
