"""A store in use: who opened it, with which parameters, and what the time is.

What loads the database's library is imported inside the functions: the window paints its unlock
dialog with the people's names before that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.keys import Person, people_of
from ehp_desktop.review.actor import Actor, Role
from ehp_desktop.review.audit_words import Action

if TYPE_CHECKING:
    from ehp_desktop.models.store import Store
    from ehp_desktop.review.parameters import ParameterSet


@dataclass(frozen=True)
class OpenStore:
    """An open store and everything that reads and writes of it need to know."""

    store: "Store"
    actor: Actor
    parameters: "ParameterSet"
    clock: Callable[[], datetime]
    """Tells the time: aware, UTC."""

    @property
    def loss(self) -> str | None:
        """What is missing of the store that had been stored, as a sentence; None: nothing is."""
        return None if self.store.loss is None else self.store.loss.sentence

    @property
    def missing(self) -> int:
        """How many acknowledged changes are missing at its end; 1 where that cannot be told."""
        loss = self.store.loss
        if loss is None:
            return 0
        return 1 if loss.changes is None else loss.changes

    @property
    def authority(self) -> str:
        """The authority whose store it is."""
        return self.store.authority

    @property
    def code_set(self) -> CodeSet:
        """The country whose codes it holds."""
        return self.store.code_set

    @property
    def writable(self) -> bool:
        """Whether it was opened for writing."""
        return self.store.writable

    def close(self) -> None:
        """Let go of it; again is nothing."""
        self.store.close()


def people(folder: Path) -> tuple[Person, ...]:
    """Who may open a store, without opening it.

    Raises:
        StoreError: there is no store there, or its key file cannot be read.
    """
    return people_of(folder)


def create(
    folder: Path, *, authority: str, code_set: CodeSet, person_name: str, passphrase: str
) -> str:
    """Make a new, empty store; its first person is a chair.

    Returns:
        The recovery code, kept nowhere: show it once.

    Raises:
        StoreError: one of its kinds; nothing was made.
    """
    from ehp_desktop.models.making import create_store

    return create_store(
        folder,
        authority=authority,
        code_set=code_set,
        person_name=person_name,
        passphrase=passphrase,
    )


def unlock(
    folder: Path,
    passphrase: str,
    *,
    user: str | None = None,
    write: bool = True,
    note: bool = True,
    clock: Callable[[], datetime],
) -> OpenStore:
    """Open a store with a person's passphrase or the recovery code.

    Args:
        folder: where it lies.
        passphrase: what the person typed.
        user: whose passphrase it is; without, each person is tried.
        write: whether to write too, which one program at a time can.
        note: write the signing in into the audit now; else `note_sign_in` is called soon after.
        clock: tells the time, aware and UTC.

    Raises:
        StoreError: one of its kinds; nothing was changed.
        NotFoundError: nobody is called `user`.
    """
    from ehp_desktop.models.store_opening import open_store
    from ehp_desktop.review.parameter_changes import parameters_of

    store = open_store(folder, passphrase, user=user, write=write, clock=clock)
    try:
        if store.writable:
            _finish_changes(store)
        with store.reading() as session:
            parameters = parameters_of(session)
        opened = OpenStore(store, _actor(store), parameters, clock)
        if note:
            note_sign_in(opened)
    except BaseException:
        store.close()
        raise
    return opened


def note_sign_in(opened: OpenStore) -> None:
    """Write into the audit who has signed in; by the recovery code, where every chair sees it."""
    if opened.actor.recovering:
        from ehp_desktop.review.people import note_recovery

        note_recovery(opened.store, opened.clock())
    else:
        opened.store.noting(Action.SIGNED_IN)


def _finish_changes(store: "Store") -> None:
    """What a program that was stopped left to be recorded of people: as a rule nothing."""
    from ehp_desktop.models.keys import read_key_file

    if read_key_file(store.folder).begun or len(store.keys.advice) > 1:
        from ehp_desktop.review.people import finish_changes

        finish_changes(store)


def _actor(store: "Store") -> Actor:
    unlocked = store.unlocked
    return Actor(
        unlocked.person.name,
        Role(unlocked.person.role),
        unlocked.slot_id,
        first=unlocked.first,
        recovering=unlocked.kind == "recovery",
    )


def load() -> None:
    """Load the libraries that `unlock` needs; for the time in which a person types."""
    import ehp_desktop.models.migrations.integrity
    import ehp_desktop.models.reads
    import ehp_desktop.models.store_opening
    import ehp_desktop.resources
    import ehp_desktop.review.parameter_changes  # noqa: F401 - for what they bring along
    from ehp_desktop.models import sealing

    sealing.load()


def check(
    folder: Path,
    passphrase: str,
    *,
    user: str | None = None,
    clock: Callable[[], datetime] | None = None,
) -> tuple[str, ...]:
    """What is wrong with a store, a sentence each; changes no byte of its folder.

    With a clock (UTC) a wrong passphrase is counted, as in `unlock`; nothing else is written.

    Raises:
        StoreError: there is no store there, or the passphrase does not open it.
        NotFoundError: nobody is called `user`.
    """
    from ehp_desktop.models.checking import check_store

    return check_store(folder, passphrase, user=user, clock=clock)
