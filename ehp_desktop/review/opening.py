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
    clock: Callable[[], datetime],
) -> OpenStore:
    """Open a store with a person's passphrase or the recovery code.

    Args:
        folder: where it lies.
        passphrase: what the person typed.
        user: whose passphrase it is; without, each person is tried.
        write: whether to write too, which one program at a time can.
        clock: tells the time, aware and UTC.

    Raises:
        StoreError: one of its kinds; nothing was changed.
        NotFoundError: nobody is called `user`.
    """
    from ehp_desktop.models.store import open_store
    from ehp_desktop.review.parameters import ParameterSet

    parameters = ParameterSet.load()
    store = open_store(folder, passphrase, user=user, write=write, clock=clock)
    actor = Actor(store.person.name, Role(store.person.role))
    return OpenStore(store, actor, parameters, clock)


def load() -> None:
    """Load the libraries that `unlock` needs; for the time in which a person types."""
    import ehp_desktop.models.migrations.integrity
    import ehp_desktop.models.reads
    import ehp_desktop.models.store
    import ehp_desktop.resources
    import ehp_desktop.review.parameters  # noqa: F401 - for what they bring along
    from ehp_desktop.models import sealing

    sealing.load()


def check(folder: Path, passphrase: str, *, user: str | None = None) -> tuple[str, ...]:
    """What is wrong with a store, a sentence each; changes no byte of its folder.

    Raises:
        StoreError: there is no store there, or the passphrase does not open it.
        NotFoundError: nobody is called `user`.
    """
    from ehp_desktop.models.checking import check_store

    return check_store(folder, passphrase, user=user)
