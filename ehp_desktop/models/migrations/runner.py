"""Bring a store's tables to this program's version, or leave them exactly as they were."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from ehp_desktop.models.errors import DamagedStoreError
from ehp_desktop.models.migrations.integrity import broken_references
from ehp_desktop.models.migrations.triggers import TRIGGERS


def alembic_config() -> Config:
    """Alembic's settings; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def bring_up_to_date(connection: Connection) -> None:
    """Run what migrations are missing in one transaction, and make every trigger again.

    `connection` begins its transactions with BEGIN IMMEDIATE and is used for nothing else.
    Foreign keys are off meanwhile: altering a table makes it anew, and would empty those that
    refer to it. That can only be switched outside a transaction.

    Raises:
        DamagedStoreError: afterwards a row refers to another that is not there.
    """
    without_references(connection)
    with connection.begin():
        for name in _triggers_of(connection):
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        make_tables(connection, "head")
        make_triggers(connection)
        broken = broken_references(connection)
        if broken:
            raise DamagedStoreError(
                f"The store could not be brought up to date: {broken[0]} It is as it was before. "
                "Keep the folder as it is and ask for help; the backup made just now is in its "
                "backups folder."
            )


def without_references(connection: Connection) -> None:
    """Let rows refer to others that are not there; outside a transaction."""
    connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")


def make_tables(connection: Connection, version: str) -> None:
    """Bring the tables to a version, within the transaction of the caller."""
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def make_triggers(connection: Connection) -> None:
    """Make every trigger, within the transaction of the caller."""
    for statement in TRIGGERS.values():
        connection.exec_driver_sql(statement)


def _triggers_of(connection: Connection) -> list[str]:
    found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return list(found.scalars())
