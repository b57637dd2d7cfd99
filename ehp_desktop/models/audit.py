"""The audit: one record for each transaction that changed something, and each that was only seen.

Its records are a chain: each one's `hash` is the SHA-256 of the hash before it, its number, how
many rows of evidence there are, what it commits to, and its sealed text. Who did what and when is
in the sealed text, which only chairs can open (`keys.HeldKeys.audit_private`); everybody can add
to the chain and verify it. So no record shows to anybody else that it was about legal advice.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ehp_desktop.models import sealing
from ehp_desktop.models.base import Base

FIRST_HASH: Final = bytes(32)
"""What stands for the hash before the first record."""

_PADDED: Final = 256
"""Bytes: what every record takes whose subject is hidden, or its length would show that."""
_LONGEST_NAME: Final = 40  # bytes of it that a record keeps: the person's id says who it was
_LAST: Final = "SELECT seq, entries, hash FROM audit ORDER BY seq DESC LIMIT 1"
_ADD: Final = "INSERT INTO audit (seq, key_id, sealed, entries, commitment, hash) VALUES "


class AuditRecord(Base):
    """One link of the chain; `key_id` says which audit key its text is sealed to."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(primary_key=True)
    key_id: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    entries: Mapped[int]
    commitment: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class Told(NamedTuple):
    """What a record says: who did what when (seconds since 1970), about which random record.

    `hidden`: the digests of encrypted books as this transaction left them, by their record ids.
    """

    at: int
    person_id: str
    name: str
    role: str
    action: str
    record: str | None
    about: Mapping[str, Any]
    hidden: Mapping[str, str]


class Link(NamedTuple):
    """Where the chain stands: the last record's number, evidence rows until then, its hash."""

    seq: int
    entries: int
    hash: bytes


def last_link(connection: Connection) -> Link:
    """Where the chain stands; before the first record, at 0."""
    row = connection.exec_driver_sql(_LAST).first()
    return Link(0, 0, FIRST_HASH) if row is None else Link(*row)


def hash_at(connection: Connection, seq: int) -> bytes | None:
    """The hash of one record; None where there is no such record."""
    if seq == 0:
        return FIRST_HASH
    found: bytes | None = connection.exec_driver_sql(
        "SELECT hash FROM audit WHERE seq = ?", (seq,)
    ).scalar()
    return found


def link_hash(before: bytes, seq: int, entries: int, commitment: bytes, sealed: bytes) -> bytes:
    """The hash of a record, from the one before it and its own content."""
    numbers = seq.to_bytes(8, "big") + entries.to_bytes(8, "big")
    return hashlib.sha256(before + numbers + commitment + sealed).digest()


def commitment_of(digests: list[bytes]) -> bytes:
    """What a record commits to: the digests of its rows; for one without rows, nothing that tells.

    Random where there are none, so that nobody sees from a record whether it wrote something that
    is hidden from them.
    """
    return hashlib.sha256(b"".join(digests)).digest() if digests else os.urandom(32)


def add_link(
    connection: Connection,
    before: Link,
    digests: list[bytes],
    told: Told,
    audit_public: tuple[str, bytes],
) -> Link:
    """Add a record to the chain.

    Args:
        connection: in the transaction of what the record is about.
        before: where the chain stands.
        digests: of the evidence rows of this transaction, in the order of their tables and ids.
        told: who, when and what; never a child's id or a value.
        audit_public: the id and public half of the audit key.
    """
    entries, commitment = before.entries + len(digests), commitment_of(digests)
    return add_committed(
        connection, before, before.seq + 1, entries, commitment, told, audit_public
    )


def add_committed(
    connection: Connection,
    before: Link,
    seq: int,
    entries: int,
    commitment: bytes,
    told: Told,
    audit_public: tuple[str, bytes],
) -> Link:
    """As `add_link`, with a number, entries and commitment of the caller's: of a rescue alone."""
    key_id, public = audit_public
    sealed = sealing.seal(_padded(told), public, _about(seq))
    link = Link(seq, entries, link_hash(before.hash, seq, entries, commitment, sealed))
    connection.exec_driver_sql(
        _ADD + "(?, ?, ?, ?, ?, ?)", (seq, key_id, sealed, entries, commitment, link.hash)
    )
    return link


def opened_text(seq: int, sealed: bytes, private: bytes) -> Told:
    """Who, when and what of one record.

    Raises:
        CannotOpenError: it was sealed to another key, or is not the record of that number.
    """
    return Told(*json.loads(sealing.unseal(sealed, private, _about(seq))))


def _padded(told: Told) -> bytes:
    """The text, as long as the others are: its length says nothing."""
    name = told.name.encode("utf-8")[:_LONGEST_NAME].decode("utf-8", "ignore")
    kept = told._replace(name=name)
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return text.ljust(-(-len(text) // _PADDED) * _PADDED)


def _about(seq: int) -> bytes:
    return f"ehp-desktop audit {seq}".encode("ascii")
