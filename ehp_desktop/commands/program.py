"""What every command works with: the store it is about, who asks, and what the time is."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from ehp_desktop.commands.secrets_asked import ask_passphrase
from ehp_desktop.models.errors import RefusedError, StoreFolderError
from ehp_desktop.review.language import Language, phrase
from ehp_desktop.review.last_store import last_store, remember_store

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore


@dataclass(frozen=True, slots=True)
class WindowAsked:
    """With what the window opens; None = as it would by itself."""

    folder: Path | None = None
    user: str | None = None
    language: Language | None = None
    as_of: dt.date | None = None
    passphrase_file: Path | None = None


@dataclass(slots=True)
class Program:
    """The composition root's part in a command: the day, the clock and the window are its own."""

    day: Callable[[], dt.date]  # the one it is now
    clock: Callable[[], dt.datetime]  # aware, UTC
    open_window: Callable[[WindowAsked], int]
    store: Path | None = None
    user: str | None = None
    asked_language: Language | None = None

    @property
    def language(self) -> Language:
        """The language of what is printed."""
        return self.asked_language or Language.ENGLISH

    def say(self, text: str, **values: object) -> str:
        """A phrase in the language of what is printed."""
        return phrase(text, self.language, **values)

    def folder(self) -> Path:
        """The store's folder: the one named, else the one opened last.

        Raises:
            StoreFolderError: neither is there.
        """
        folder = self.store or last_store()
        if folder is None:
            raise StoreFolderError(
                "No store was named and none has been opened here before; nothing was done. "
                "Give --store DIR or set EHP_STORE, or make one with `init`."
            )
        return folder

    @contextmanager
    def opened(self, *, write: bool, passphrase: str | None = None) -> Iterator["OpenStore"]:
        """The store, open while the block runs; asks for the passphrase where none is given.

        Raises:
            RefusedError: it is to be written, and changes of it are missing.
            StoreError: it cannot be opened.
        """
        from ehp_desktop.review.backups import BETWEEN_COMMANDS, after_session
        from ehp_desktop.review.opening import people, unlock

        folder = self.folder()
        people(folder)  # before anybody is asked for a passphrase: is there a store at all?
        secret = ask_passphrase() if passphrase is None else passphrase
        opened = unlock(folder, secret, user=self.user, write=write, clock=self.clock)
        try:
            remember_store(folder)
            if write and opened.loss is not None:
                raise RefusedError(opened.loss)
            yield opened
        finally:
            try:
                after_session(opened, at_most_every=BETWEEN_COMMANDS)
            finally:
                opened.close()


pass_program = click.make_pass_decorator(Program)


def leave(status: int) -> NoReturn:
    """End the command with an exit status, its output already printed."""
    click.get_current_context().exit(status)
