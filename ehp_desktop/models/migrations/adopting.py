"""What a store of the first version holds, made evidence: the second half of migration 0002."""

import json
import os
from typing import Final

import sqlalchemy as sa

from ehp_desktop.models.audit import FIRST_HASH, commitment_of, link_hash
from ehp_desktop.models.change_texts import outcome_name, outcome_text
from ehp_desktop.models.evidence import OUTSIDE, row_digest

BEFORE: Final = ("change_record", "import_run", "source_file")
"""The tables of evidence that there were before there was an audit."""

_OF_SURGERY: Final = "id date time place chair lawyer apologies minutes_per_case state".split()


def record_outcomes(connection: sa.Connection) -> None:
    """Into the last record of each child that tells of court outcomes: which are kept."""
    query = "SELECT child_id, kind, date, court, case_number, file_id, row FROM court_outcome"
    for child_id, kind, day, *told in connection.exec_driver_sql(query).all():
        last = connection.exec_driver_sql(
            "SELECT id, changes FROM change_record WHERE child_id = ? "
            "ORDER BY instr(changes, '\"outcomes\"') > 0 DESC, id DESC LIMIT 1",
            (child_id,),
        ).first()
        if last is not None:
            changes = json.loads(last.changes) | {
                outcome_name(kind, day): [None, outcome_text(told)]
            }
            connection.exec_driver_sql(
                "UPDATE change_record SET changes = ? WHERE id = ?",
                (json.dumps(changes, ensure_ascii=False, separators=(",", ":")), last.id),
            )


def adopt(connection: sa.Connection) -> None:
    """One first link of the chain for all that is there already; its text says nothing."""
    digests = []
    for table in BEFORE:
        rows = connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY id").mappings().all()  # noqa: S608
        for row in rows:
            salt = os.urandom(16)
            stored = {key: row[key] for key in row if key not in OUTSIDE} | {"seq": 1}
            digest = row_digest(table, salt, stored)
            digests.append(digest)
            connection.exec_driver_sql(
                f"UPDATE {table} SET seq = 1, salt = ?, digest = ? WHERE id = ?",  # noqa: S608
                (salt, digest, row["id"]),
            )
    digests += _events(connection)
    if digests:
        commitment = commitment_of(digests)
        link = link_hash(FIRST_HASH, 1, len(digests), commitment, b"")
        connection.exec_driver_sql(
            "INSERT INTO audit (seq, key_id, sealed, entries, commitment, hash) "
            "VALUES (1, '', ?, ?, ?, ?)",
            (b"", len(digests), commitment, link),
        )


def _events(connection: sa.Connection) -> list[bytes]:
    """An event for each surgery that is there already, as it stands; their digests."""
    digests = []
    rows = connection.exec_driver_sql("SELECT * FROM surgery ORDER BY id").mappings().all()
    for number, row in enumerate(rows, 1):
        cases = connection.exec_driver_sql(
            "SELECT child_id FROM surgery_case WHERE surgery_id = ? ORDER BY position", (row["id"],)
        ).scalars()
        told = {name: row[name] for name in _OF_SURGERY}
        told |= {"time": row["time"][:5], "cases": list(cases)}
        event = {
            "id": number,
            "surgery_id": row["id"],
            "kind": "made",
            "snapshot": json.dumps(told, ensure_ascii=False),
            "author_id": "",
            "author": row["made_by"],
            "role": "",
            "at": row["made_at"],
            "seq": 1,
        }
        salt = os.urandom(16)
        digests.append(row_digest("surgery_event", salt, event))
        event |= {"salt": salt, "digest": digests[-1]}
        connection.exec_driver_sql(
            f"INSERT INTO surgery_event ({', '.join(event)}) "  # noqa: S608 - names of ours
            f"VALUES ({', '.join('?' * len(event))})",
            tuple(event.values()),
        )
    return digests
