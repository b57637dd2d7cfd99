"""Whether the database is whole, as far as the database itself can tell."""

from sqlalchemy import Connection

from ehp_desktop.models.migrations.head import HEAD, VERSIONS
from ehp_desktop.models.migrations.triggers import TRIGGERS


def structure_problems(connection: Connection) -> list[str]:
    """What is wrong with pages, indexes, references, triggers and version; empty when whole."""
    if version_of(connection) is None:
        return ["The database holds no tables."]
    return structure_damage(connection) or [
        *broken_references(connection),
        *_version_problems(connection),
        *_trigger_problems(connection),
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
    """A sentence for each pair of tables in which a row refers to another that is not there."""
    pairs: dict[tuple[str, str], int] = {}
    for table, _row, parent, _key in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        pairs[table, parent] = pairs.get((table, parent), 0) + 1
    return [
        f"{count} rows of {table} refer to rows of {parent} that are not there."
        for (table, parent), count in sorted(pairs.items())
    ]


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
