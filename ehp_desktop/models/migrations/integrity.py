"""Whether the database is whole, as far as the database itself can tell."""

from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Engine

from ehp_desktop.models.migrations.head import HEAD, VERSIONS
from ehp_desktop.models.migrations.triggers import TRIGGERS
from ehp_desktop.models.rescued import rescued_of


def structure_problems(connection: Connection) -> list[str]:
    """What is wrong with pages, indexes, references, triggers and version; empty when whole."""
    if version_of(connection) is None:
        return ["The database holds no tables."]
    return structure_damage(connection) or [
        *broken_references(connection),
        *_version_problems(connection),
        *_trigger_problems(connection),
        *_table_problems(connection),
    ]


def structure_damage(connection: Connection) -> list[str]:
    """What is wrong with the pages and indexes themselves; empty when whole."""
    pages = connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars().all()
    if pages:
        return [f"The database's encryption does not fit its content: {pages[0]}."]
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    if found != ["ok"]:
        return [f"The database is damaged: {str(found[0]).splitlines()[-1]}."]
    return []


def broken_pages(driver_connection: Any) -> list[str]:
    """The pages of a database's file that its key does not fit, a sentence each.

    To be asked of whatever is copied or trusted page by page: the last page of a long value that
    is so broken reads as zeros without any error, and a copy of it would look whole. Asked again
    where there are any: another program may have been writing that very page.
    """
    query = "PRAGMA cipher_integrity_check"
    if not driver_connection.execute(query).fetchall():
        return []
    return [row[0] for row in driver_connection.execute(query)]


def bring_log_in(engine: Engine) -> None:
    """Put what the log holds into the database's file: of a copy that may be changed.

    Until then the file may have pages that are cut short, where the disk was full while the log
    was brought in; the log still has them whole.
    """
    with closing(engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def version_of(connection: Connection) -> str | None:
    """The version of the store's tables, None before the first."""
    there = connection.exec_driver_sql(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    )
    if there.first() is None:
        return None
    version: str | None = connection.exec_driver_sql(
        "SELECT version_num FROM alembic_version"
    ).scalar()
    return version


def broken_references(connection: Connection) -> list[str]:
    """A sentence for each pair of tables in which a row refers to another that is not there.

    Those that a rescue found so, and no more, are left out.
    """
    try:
        mark = rescued_of(connection)
    except ValueError as error:
        return [f"The store was rescued, and {error}."]
    known = {} if mark is None else mark.broken
    pairs = reference_gaps(connection)
    return [
        f"{count} rows of {table} refer to rows of {parent} that are not there."
        for (table, parent), count in sorted(pairs.items())
        if count > known.get(f"{table} {parent}", 0)
    ]


def reference_gaps(connection: Connection) -> dict[tuple[str, str], int]:
    """(table, parent) -> how many rows refer to others that are not there."""
    pairs: dict[tuple[str, str], int] = {}
    for table, _row, parent, _key in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        pairs[table, parent] = pairs.get((table, parent), 0) + 1
    return pairs


def _version_problems(connection: Connection) -> list[str]:
    version = version_of(connection)
    if version == HEAD:
        return []
    if version in VERSIONS:
        return [f"The tables are of version {version}; opening the store brings them to {HEAD}."]
    return [f"The tables are of version {version}, which this program does not know."]


def _trigger_problems(connection: Connection) -> list[str]:
    found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    there: dict[str, str] = {row[0]: row[1] for row in found}
    missing = [f"The trigger {name} is missing." for name in TRIGGERS if name not in there]
    changed = [
        f"The trigger {name} is not as this program makes it."
        for name, sql in TRIGGERS.items()
        if there.get(name, sql) != sql
    ]
    added = [f"The trigger {name} is not this program's." for name in there if name not in TRIGGERS]
    return missing + changed + added


def _table_problems(connection: Connection) -> list[str]:
    """Tables, columns, indexes and views that are not those of this program's version."""
    if version_of(connection) != HEAD:
        return []
    from ehp_desktop.models.migrations.tables import METADATA

    found = connection.exec_driver_sql(
        "SELECT type, name FROM sqlite_master WHERE type <> 'trigger' "
        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    there = {(row[0], row[1]) for row in found} - {("table", "alembic_version")}
    tables = METADATA.tables
    ours = {("table", name) for name in tables}
    ours |= {("index", str(one.name)) for table in tables.values() for one in table.indexes}
    problems = [f"The {kind} {name} is missing." for kind, name in sorted(ours - there)]
    problems += [f"The {kind} {name} is not this program's." for kind, name in sorted(there - ours)]
    for name, table in tables.items():
        columns = connection.exec_driver_sql(f'PRAGMA table_info("{name}")').all()
        if ("table", name) in there and {row[1] for row in columns} != set(table.columns.keys()):
            problems.append(f"The table {name} has not the columns that this program makes.")
    return problems
