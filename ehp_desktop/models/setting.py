"""What holds for the whole store: the authority's name and the code set chosen at `init`.

Each change of a setting is evidence. What a new store begins with is recorded together with the
first thing that is written to it, as making a store writes no audit.
"""

from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Mapped, Session, mapped_column

from ehp_desktop.models.base import Base
from ehp_desktop.models.evidence import Evidence, add

_PINNED: Final = "rescued"  # the record of a rescue commits to its text


class Setting(Base):
    """One named value of the store."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class SettingChange(Evidence, Base):
    """A setting as it was changed to; `value` None = taken away."""

    __tablename__ = "setting_change"

    name: Mapped[str]
    value: Mapped[str | None]


def stored_settings(session: Session) -> dict[str, str]:
    """Every setting that is recorded when it changes."""
    found = session.connection().exec_driver_sql("SELECT name, value FROM setting")
    return {name: value for name, value in found if name != _PINNED}


def recorded_settings(session: Session) -> dict[str, str]:
    """Every setting as it was last recorded; empty before anything was written to the store."""
    query = "SELECT name, value FROM setting_change ORDER BY id"
    last: dict[str, str | None] = dict(_rows(session, query))
    return {name: value for name, value in last.items() if value is not None}


def record_settings(session: Session, before: Mapping[str, str]) -> None:
    """Record which settings are other than they were, and all of them where none ever was.

    Args:
        session: of `Store.writing`.
        before: as they were, when it began.
    """
    now = stored_settings(session)
    if not _rows(session, "SELECT id, name FROM setting_change LIMIT 1"):
        before = {}
    for name in sorted({*now, *before}):
        if now.get(name) != before.get(name):
            add(session, SettingChange, {"name": name, "value": now.get(name)})


def setting_problems(session: Session) -> list[str]:
    """Settings that are not as they were last recorded."""
    now, recorded = stored_settings(session), recorded_settings(session)
    if not recorded:
        return []
    return [
        f"The setting {name} is not what was last recorded."
        for name in sorted({*now, *recorded})
        if now.get(name) != recorded.get(name)
    ]


def _rows(session: Session, query: str) -> list[tuple[str, str | None]]:
    return [(name, value) for name, value in session.connection().exec_driver_sql(query)]
