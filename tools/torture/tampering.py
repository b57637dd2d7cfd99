"""Rows changed by somebody who has the store's key and the database's own tools.

Triggers are dropped and made again as they were, so that only what was changed can tell.
"""

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import NullPool

from ehp_desktop.models import keys
from ehp_desktop.models.audit import link_hash
from ehp_desktop.models.migrations.triggers import APPEND_ONLY, EVIDENCE, TRIGGERS
from ehp_desktop.models.store import make_engine
from ehp_desktop.review import opening
from tools.torture.cast import ADMINISTRATOR, CHAIR, PASSPHRASES
from tools.torture.probing import CHECKED, Fact, asked, contents, is_clean
from tools.torture.runs import Reference, own_temporary, sign_in
from tools.torture.script import STEPS

Cursor = Any
Tamper = Callable[[random.Random, Cursor], None]

_STEPS: Final = next(at for at, step in enumerate(STEPS) if step.name == "backup")
"""After so many steps there is a row of every kind."""


def _one(dice: random.Random, cursor: Cursor, query: str) -> Any:
    """The first column of one of the rows."""
    return dice.choice(cursor.execute(query).fetchall())[0]


def _update(query: str, of: str) -> Tamper:
    """Change one row, chosen among those of a query."""

    def tamper(dice: random.Random, cursor: Cursor) -> None:
        cursor.execute(query, (_one(dice, cursor, of),))
        assert cursor.rowcount == 1, query

    return tamper


def _all(*queries: str) -> Tamper:
    def tamper(_: random.Random, cursor: Cursor) -> None:
        for query in queries:
            cursor.execute(query)

    return tamper


def _bit(table: str, column: str, key: str, where: str = "1") -> Tamper:
    """Flip one bit of a stored text or of bytes."""

    def tamper(dice: random.Random, cursor: Cursor) -> None:
        number = _one(dice, cursor, f"SELECT {key} FROM {table} WHERE {where}")  # noqa: S608
        found = cursor.execute(f"SELECT {column} FROM {table} WHERE {key} = ?", (number,))  # noqa: S608
        kept = bytearray(found.fetchone()[0])
        kept[dice.randrange(len(kept))] ^= 1 << dice.randrange(8)
        change = f"UPDATE {table} SET {column} = ? WHERE {key} = ?"  # noqa: S608
        cursor.execute(change, (bytes(kept), number))

    return tamper


def _cut_tail(dice: random.Random, cursor: Cursor) -> None:
    """The last records go, and every row of evidence that was written with them."""
    last = cursor.execute("SELECT max(seq) FROM audit").fetchone()[0]
    keep = last - dice.randrange(1, 8)
    for table in APPEND_ONLY:
        cursor.execute(f"DELETE FROM {table} WHERE seq > ?", (keep,))  # noqa: S608


def _forge_record(dice: random.Random, cursor: Cursor) -> None:
    """A record in the place of another, with a chain made anew after it: only the head tells."""
    records = cursor.execute("SELECT seq, entries, commitment, sealed FROM audit ORDER BY seq")
    rows = [list(row) for row in records.fetchall()]
    place = dice.randrange(len(rows) - 1)
    rows[place][3] = dice.randbytes(len(rows[place][3]))
    before = bytes(32)
    for seq, entries, commitment, sealed in rows:
        before = link_hash(before, seq, entries, commitment, sealed)
        cursor.execute("UPDATE audit SET sealed = ?, hash = ? WHERE seq = ?", (sealed, before, seq))


def _swap(table: str, column: str, key: str) -> Tamper:
    """Two rows get one another's content."""

    def tamper(_: random.Random, cursor: Cursor) -> None:
        found = cursor.execute(f"SELECT {key}, {column} FROM {table} LIMIT 2").fetchall()  # noqa: S608
        (one, first), (other, second) = found
        change = f"UPDATE {table} SET {column} = ? WHERE {key} = ?"  # noqa: S608
        cursor.execute(change, (second, one))
        cursor.execute(change, (first, other))

    return tamper


def _drop_trigger(dice: random.Random, cursor: Cursor) -> None:
    cursor.execute(f"DROP TRIGGER {dice.choice(sorted(TRIGGERS))}")


def _weaken_trigger(dice: random.Random, cursor: Cursor) -> None:
    table = dice.choice(APPEND_ONLY)
    cursor.execute(f"DROP TRIGGER {table}_refuses_delete")
    cursor.execute(
        f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} BEGIN SELECT 1; END"
    )


def _add_row(_: random.Random, cursor: Cursor) -> None:
    """A note that nobody wrote."""
    columns = [row[1] for row in cursor.execute("PRAGMA table_info(note)").fetchall()]
    names = ", ".join(columns)
    picked = ", ".join("id + 1" if name == "id" else name for name in columns)
    cursor.execute(
        f"INSERT INTO note ({names}) SELECT {picked} FROM note ORDER BY id DESC LIMIT 1"  # noqa: S608
    )


TAMPERS: Final[dict[str, Tamper]] = {
    "audit record: text": _bit("audit", "sealed", "seq"),
    "audit record: hash": _bit("audit", "hash", "seq"),
    "audit record: commitment": _bit("audit", "commitment", "seq"),
    "audit record: count": _update(
        "UPDATE audit SET entries = entries + 1 WHERE seq = ?", "SELECT seq FROM audit"
    ),
    "audit record: taken out": _update("DELETE FROM audit WHERE seq = ?", "SELECT seq FROM audit"),
    "audit record: forged, chain made anew": _forge_record,
    "note: text": _update(
        "UPDATE note SET text = text || 'Zzyxgwenllian' WHERE id = ?",
        "SELECT id FROM note WHERE text IS NOT NULL",
    ),
    "note: taken out": _update("DELETE FROM note WHERE id = ?", "SELECT id FROM note"),
    "note: added": _add_row,
    "note: date": _update(
        "UPDATE note SET at = '2020-01-01 00:00:00.000000' WHERE id = ?", "SELECT id FROM note"
    ),
    "private note: text": _bit("note", "sealed", "id", "private"),
    "version: number": _update(
        "UPDATE note SET version = 9 WHERE id = ?", "SELECT id FROM note WHERE version > 1"
    ),
    "version: taken out": _all("DELETE FROM note WHERE version = 2"),
    "outcome: code": _update(
        "UPDATE case_outcome SET code = 'left_list' WHERE id = ?",
        "SELECT id FROM case_outcome WHERE code <> 'left_list'",
    ),
    "outcome: confirmed": _update(
        "UPDATE case_outcome SET confirmed = NOT confirmed WHERE id = ?",
        "SELECT id FROM case_outcome",
    ),
    "action: day": _update(
        "UPDATE action SET by_when = '2031-01-01' WHERE id = ?", "SELECT id FROM action"
    ),
    "step to court: day": _all("UPDATE court_step SET \"on\" = '2031-01-01'"),
    "attendance: part": _update(
        "UPDATE attendance SET part = 'attended' WHERE id = ?", "SELECT id FROM attendance"
    ),
    "issued paper": _bit("issued_paper", "content", "id"),
    "issued paper: taken out": _update(
        "DELETE FROM issued_paper WHERE id = ?",
        "SELECT id FROM issued_paper WHERE id NOT IN (SELECT issued_id FROM paper_key)",
    ),
    "issued paper: key taken out": _all("DELETE FROM paper_key"),
    "advice book: text": _bit("advice_book", "sealed", "record_id"),
    "advice book: taken out": _update(
        "DELETE FROM advice_book WHERE record_id = ?", "SELECT record_id FROM advice_book"
    ),
    "advice book: another's text": _swap("advice_book", "sealed", "record_id"),
    "person's event: role": _update(
        "UPDATE person_event SET person_role = 'chair' WHERE id = ?",
        "SELECT id FROM person_event WHERE person_role <> 'chair'",
    ),
    "parameter: value": _all("UPDATE parameter_value SET value = 1"),
    "surgery's event: text": _update(
        "UPDATE surgery_event SET text = 'other' WHERE id = ?", "SELECT id FROM surgery_event"
    ),
    "surgery: state": _all("UPDATE surgery SET state = 'draft' WHERE id = 1"),
    "surgery: a case taken off": _all(
        "DELETE FROM surgery_case WHERE surgery_id = 1 AND position = "
        "(SELECT max(position) FROM surgery_case WHERE surgery_id = 1)"
    ),
    "change of a field": _update(
        "UPDATE change_record SET changes = '{}' WHERE id = ?", "SELECT id FROM change_record"
    ),
    "child: a value": _update(
        "UPDATE child SET date_of_birth = '2001-01-01' WHERE child_id = ?",
        "SELECT child_id FROM child",
    ),
    "import": _all("UPDATE import_run SET new = new + 1"),
    "trigger: dropped": _drop_trigger,
    "trigger: made to let pass": _weaken_trigger,
    "tail: every table cut": _cut_tail,
}
"""What is done -> how."""

SEALED: Final = ("advice book", "issued paper: key")
"""Of what is encrypted only chairs can tell; of the others everybody can."""


def one_tampering(reference: Reference, seed: int, name: str, work: Path) -> Fact:
    """Change one thing, and see that check finds it."""
    dice = random.Random(f"{seed} {name}")  # noqa: S311 - repeatable, not secret
    fact = Fact(f"tampering: {name}")
    place = work / f"tampering-{seed}-{list(TAMPERS).index(name)}"
    place.mkdir()
    with own_temporary(place / "temporary"):
        folder = reference.copy(_STEPS, place / "store")
        sign_in(folder, CHAIR, write=True).close()
        _tamper(dice, folder, TAMPERS[name], untouched=not name.startswith("trigger"))
        before = contents(folder)
        roles = [CHAIR, *([] if name.startswith(SEALED) else [ADMINISTRATOR])]
        for role in roles:
            found = asked(fact, "check", partial(opening.check, folder, PASSPHRASES[role]))
            if isinstance(found, str) or not found:
                fact.violations.append(f"check as the {role} did not find it")
            elif not all(is_clean(problem) for problem in found):
                fact.violations.append("check does not word a problem for people")
            fact.verified += 1
        if contents(folder) != before:
            fact.violations.append("check changed the folder")
    fact.how = "NOT FOUND" if fact.violations else CHECKED
    if not fact.violations:
        shutil.rmtree(place)
    return fact


def _tamper(dice: random.Random, folder: Path, tamper: Tamper, *, untouched: bool) -> None:
    unlocked = keys.unlock(keys.read_key_file(folder), PASSPHRASES[CHAIR])
    database = folder / "caseload.db"
    engine = make_engine(database, unlocked.store_keys[0], mode="rw", pool=NullPool)
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        if untouched:
            for name in TRIGGERS:
                cursor.execute(f"DROP TRIGGER {name}")
        tamper(dice, cursor)
        if untouched:
            for statement in TRIGGERS.values():
                cursor.execute(statement)
        cursor.execute("COMMIT")


assert set(EVIDENCE) <= set(APPEND_ONLY)
