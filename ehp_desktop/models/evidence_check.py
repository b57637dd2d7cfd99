"""Whether the evidence is what was written: chain, head, digests, and what is kept encrypted."""

import hashlib
import json
import struct
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from ehp_desktop.models import head, reads
from ehp_desktop.models.advice_books import book_digests
from ehp_desktop.models.audit import FIRST_HASH, hash_at, last_link, opened_text
from ehp_desktop.models.chain import bound_record_id
from ehp_desktop.models.errors import DamagedStoreError, RefusedError
from ehp_desktop.models.evidence import OUTSIDE, left_digest, row_digest
from ehp_desktop.models.hidden import PaperKey
from ehp_desktop.models.issued_papers import kept_paper
from ehp_desktop.models.keys import HeldKeys
from ehp_desktop.models.life_reads import all_versions, issued_content
from ehp_desktop.models.life_writes import snapshot
from ehp_desktop.models.migrations.triggers import EVIDENCE
from ehp_desktop.models.rescued import KeptDigest, kept_links, rescued_of
from ehp_desktop.models.sealing import CannotOpenError
from ehp_desktop.models.surgery_rows import IssuedRow, SurgeryEventRow

_CHAIN: Final = "SELECT seq, sealed, entries, commitment, hash FROM audit ORDER BY seq"
_ERASED: Final = "SELECT of_table, of_id, left FROM erased ORDER BY id"
_LINKS: Final = (
    "SELECT entries, CAST(commitment || sealed || hash AS BLOB) FROM audit "
    "WHERE seq >= {} ORDER BY seq"
)


def chain_problems(connection: Connection) -> list[str]:
    """The first link of the audit's chain that does not hold, if any."""
    before, sha256, first = FIRST_HASH, hashlib.sha256, 1
    mark = rescued_of(connection)
    if mark is not None:
        problems, before = kept_links(_rows(connection, _CHAIN), mark)
        if problems:
            return problems
        first = mark.seq + 1
    # What follows runs once for each record there ever was: the same as `audit.link_hash`, written
    # out, over one text a record, as each value that the driver hands over costs as much again.
    numbers = struct.Struct(">QQ").pack
    for at, (entries, text) in enumerate(_rows(connection, _LINKS.format(first)), first):
        before = sha256(before + numbers(at, entries) + text[:-32]).digest()
        if not text.endswith(before):
            if hash_at(connection, at) is None:
                return [f"Record {at} of the audit is missing: the chain is broken there."]
            return [
                f"Record {at} of the audit is not as it was written: the chain is broken there."
            ]
    return []


def head_problems(there: head.Head | None, connection: Connection) -> list[str]:
    """Whether the head that was found beside the key file is that of this chain."""
    link = last_link(connection)
    if there is None:
        return [
            f"{head.HEAD_FILE} is missing or is not this store's: whether the last changes are "
            "all there cannot be told."
        ]
    if there.seq > link.seq:
        return [f"The last {there.seq - link.seq} changes of the store are missing."]
    if hash_at(connection, there.seq) != there.hash:
        return [f"The audit is not the one that {head.HEAD_FILE} was written for."]
    return []


def evidence_problems(connection: Connection) -> list[str]:
    """Rows that were changed, added or taken away by something other than this program."""
    mark, kept = rescued_of(connection), KeptDigest()
    erased = {(table, number): left for table, number, left in _rows(connection, _ERASED)}
    by_seq: dict[int, list[bytes]] = defaultdict(list)
    problems, count, until = [], 0, 0 if mark is None else mark.seq
    for table in EVIDENCE:
        odd, before = set() if mark is None else set(mark.odd.get(table, ())), 0
        for number, seq, salt, digest, stored in stored_rows(connection, table):
            if seq < until:
                kept.add(table, number, seq, digest)
            elif number != before + 1:
                problems.append(f"A row of {table} before number {number} is missing.")
                break
            else:
                by_seq[seq].append(digest)
            before = number
            count += 1
            if number in odd:
                continue
            if salt is None:
                problems += _emptied_problems(table, number, stored, erased)
            elif row_digest(table, salt, stored) != digest:
                problems.append(f"Row {number} of {table} is not as it was written.")
    if mark is not None and not problems and kept.hex() != mark.evidence:
        problems.append("What was recorded before the rescue is not as the rescue kept it.")
    entries = last_link(connection).entries
    if not problems and count != entries:
        problems.append(f"There are {count} rows of evidence, and the audit knows of {entries}.")
    return problems or _uncommitted(connection, by_seq)


def _emptied_problems(
    table: str, number: int, stored: dict[str, Any], erased: dict[tuple[str, int], str]
) -> list[str]:
    left = erased.get((table, number))
    if left is None:
        return [f"Row {number} of {table} was emptied, and no purge did it."]
    if left != left_digest(table, stored):
        return [f"Row {number} of {table} is not as the purge left it."]
    return []


def encrypted_problems(session: Session, keys: HeldKeys) -> list[str]:
    """Where what is kept encrypted is not what the audit says: known to chairs, who can read it."""
    if not keys.audit_private:
        return []
    last: dict[str, str] = {}
    connection = session.connection()
    for seq, key_id, sealed in _rows(connection, "SELECT seq, key_id, sealed FROM audit"):
        if not sealed:  # the first record of a store that an older program made says nothing
            continue
        try:
            told = opened_text(seq, sealed, keys.audit_private[key_id])
        except (CannotOpenError, KeyError):  # the chain does not cover which key it was
            return [f"Record {seq} of the audit cannot be opened with its key."]
        last |= told.hidden
    now = book_digests(session)
    gone = [record for record, digest in last.items() if record not in now and digest]
    changed = [record for record, digest in now.items() if last.get(record) != digest]
    return [
        *(f"The encrypted record {record} is missing." for record in gone),
        *(f"The encrypted record {record} is not as it was written." for record in changed),
    ]


def paper_problems(session: Session, keys: HeldKeys) -> list[str]:
    """Kept papers with legal advice that can be printed no more; known to all, or to who reads it.

    Of a rescued store none is said: a rescue tells itself what it could not bring along.
    """
    if rescued_of(session.connection()) is not None:
        return []
    papers = [row for row in all_versions(session, IssuedRow) if row.with_advice]
    kept = [row for row in papers if issued_content(session, row.id) is not None]
    there = set(session.execute(select(PaperKey.issued_id)).scalars())
    missing = [
        f"The key of issued paper {row.id} is missing." for row in kept if row.id not in there
    ]
    if missing or not keys.advice:
        return missing
    return [
        f"Issued paper {row.id} cannot be opened with its key."
        for row in kept
        if not _opens(session, keys, row)
    ]


def _opens(session: Session, keys: HeldKeys, row: IssuedRow) -> bool:
    try:
        return kept_paper(session, keys, row) is not None
    except (DamagedStoreError, RefusedError):
        return False


def surgery_problems(session: Session) -> list[str]:
    """Surgeries that are not as their last event left them."""
    last = {event.surgery_id: event for event in all_versions(session, SurgeryEventRow)}
    unrecorded = [
        f"Of surgery {one.id} no event is recorded."
        for one in reads.surgeries(session)
        if one.id not in last
    ]
    return unrecorded + [
        f"Surgery {surgery_id} is not as it was last recorded."
        for surgery_id, event in last.items()
        if json.loads(json.dumps(snapshot(session, surgery_id))) != event.snapshot
    ]


def record_id_problems(connection: Connection) -> list[str]:
    """Where the audit's id of a child was made another child's."""
    found = _rows(connection, "SELECT child_id, record_id, salt FROM child_record_id")
    return [
        f"Child {child_id}: the id by which the audit speaks of them is not theirs."
        for child_id, record_id, salt in found
        if record_id != bound_record_id(salt, child_id)
    ]


def _uncommitted(connection: Connection, by_seq: dict[int, list[bytes]]) -> list[str]:
    """Rows that no record of the audit commits to, as they are."""
    problems = []
    kept = dict(_rows(connection, "SELECT seq, commitment FROM audit"))
    for seq, digests in sorted(by_seq.items()):
        if kept.get(seq) != hashlib.sha256(b"".join(digests)).digest():
            problems.append(f"What was written with record {seq} of the audit is not as it was.")
    return problems


def stored_rows(
    connection: Connection, table: str
) -> Iterator[tuple[int, int, bytes | None, bytes, dict[str, Any]]]:
    """Each row of a table as the database keeps it: number, record, salt, digest, the rest."""
    cursor: Any = connection.connection.cursor()
    cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 - a name of ours
    names = [column[0] for column in cursor.description]
    for row in cursor:
        stored = dict(zip(names, row, strict=True))
        salt, digest = stored["salt"], stored["digest"]
        content = {name: value for name, value in stored.items() if name not in OUTSIDE}
        yield stored["id"], stored["seq"], salt, digest, content


def _rows(connection: Connection, query: str) -> Iterator[tuple[Any, ...]]:
    """Rows as the driver gives them: there may be a hundred thousand."""
    cursor: Any = connection.connection.cursor()
    return iter(cursor.execute(query))
