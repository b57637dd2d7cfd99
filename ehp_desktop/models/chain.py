"""The chain as an open store carries it on: who signs, what each transaction adds, what is lost."""

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from ehp_desktop.models import head
from ehp_desktop.models.audit import FIRST_HASH, Link, Told, add_link, hash_at, last_link
from ehp_desktop.models.errors import DiskError
from ehp_desktop.models.evidence import begin_journal, journal_of
from ehp_desktop.models.key_file import KEY_FILE

_BEFORE: Final = "ehp link before"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who writes, as every record of the audit says; `person_id` is a slot of the key file."""

    person_id: str
    name: str
    role: str
    audit_public: tuple[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Loss:
    """What shows, of a store that is opened, that it is not as it was last left.

    `changes`: how many acknowledged transactions are missing at the end; None where that cannot
    be told, because the head itself is lost or belongs to another chain. `keys`: none is, and the
    key file is not the one that the database was last left with.
    """

    changes: int | None
    keys: bool = False

    @property
    def sentence(self) -> str:
        """What happened, what it means and what to do."""
        if self.keys:
            return (
                "The key file of this store is not the one that it was last left with, such as an "
                "older one that was put back: who may open it, and who may read legal advice, is "
                "not as it was last recorded. It was opened for reading only, so that nothing is "
                f"stored under keys that were given up. Put back the {KEY_FILE} that belongs to "
                "it, or restore a backup."
            )
        what = {
            None: (
                "Whether the last changes of this store are all there cannot be told: the proof "
                f"of its last change ({head.HEAD_FILE}) is missing or does not belong to it."
            ),
            1: "The last change of this store, which had been stored, is missing.",
        }.get(
            self.changes,
            f"The last {self.changes} changes of this store, which had been stored, are missing.",
        )
        return (
            f"{what} It was opened for reading only, so that nothing is stored over the gap. "
            "Restore a backup, or carry what is there over into a new store with `rescue`."
        )


class Chain:
    """Adds to the audit's chain of one store, and keeps its head."""

    def __init__(
        self, folder: Path, store_key: bytes, signer: Signer, clock: Callable[[], dt.datetime]
    ) -> None:
        self.signer = signer
        self.store_key = store_key
        self._folder = folder
        self._clock = clock

    def begin(self, session: Session) -> None:
        """At the start of a transaction that writes."""
        before = last_link(session.connection())
        session.info[_BEFORE] = before
        begin_journal(session, before.seq + 1)

    def finish(
        self, session: Session, action: str, record: str | None, about: Mapping[str, Any] | None
    ) -> Link:
        """At its end: the record that says who did what, and commits to the evidence written."""
        journal, signer = journal_of(session), self.signer
        told = Told(
            at=int(self._clock().timestamp()),
            person_id=signer.person_id,
            name=signer.name,
            role=signer.role,
            action=str(action),
            record=record,
            about=dict(about or {}),
            hidden=journal.hidden,
        )
        before: Link = session.info[_BEFORE]
        connection = session.connection()
        return add_link(connection, before, journal.digests(), told, signer.audit_public)

    def acknowledge(self, link: Link) -> None:
        """After the commit: see its number and hash onto the disk, outside the database.

        Raises:
            DiskError: it could not be written; what was committed stays, and the text says so.
        """
        try:
            head.write(self._folder, self.store_key, head.Head(link.seq, link.hash))
        except DiskError as error:
            raise DiskError(
                f"What was asked for was stored, but the proof of it ({head.HEAD_FILE}) could not "
                "be written. Do not do it again: close the store, see to the disk, and open it "
                "once more, which writes the proof."
            ) from error


def make_head(folder: Path, store_key: bytes, connection: Connection) -> None:
    """Write the head of a store that has none yet: a new one, or one of an older program."""
    link = last_link(connection)
    head.make(folder, store_key, head.Head(link.seq, link.hash))


def loss_of(
    folder: Path, store_keys: tuple[bytes, ...], connection: Connection, *, writable: bool
) -> Loss | None:
    """What is missing of a store that has been opened; None where it is as it was left.

    A program that is killed between a commit and its head leaves a head that is behind; with
    `writable` it is brought up with the chain, which it is part of.
    """
    there, link = head.read(folder, store_keys), last_link(connection)
    if there is None:
        return Loss(None)
    if there.seq > link.seq:
        return Loss(there.seq - link.seq)
    if hash_at(connection, there.seq) != there.hash:
        return Loss(None)
    if writable and there.seq < link.seq:
        head.write(folder, store_keys[0], head.Head(link.seq, link.hash))  # others may note now
    return None


def record_id_of(session: Session, child_id: str) -> str:
    """The random id by which the audit speaks of a child; made when it is first wanted."""
    connection = session.connection()
    found: str | None = connection.exec_driver_sql(
        "SELECT record_id FROM child_record_id WHERE child_id = ?", (child_id,)
    ).scalar()
    if found is None:
        salt = os.urandom(16)
        found = bound_record_id(salt, child_id)
        connection.exec_driver_sql(
            "INSERT INTO child_record_id (child_id, record_id, salt) VALUES (?, ?, ?)",
            (child_id, found, salt),
        )
    return found


def bound_record_id(salt: bytes, child_id: str) -> str:
    """The id of a child in the audit: it cannot be made another child's, nor tried once purged."""
    return hashlib.sha256(salt + child_id.encode("utf-8", "surrogatepass")).hexdigest()[:16]


__all__ = [
    "FIRST_HASH",
    "Chain",
    "Loss",
    "Signer",
    "bound_record_id",
    "loss_of",
    "make_head",
    "record_id_of",
]
