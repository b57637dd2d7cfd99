"""A surgery and the cases on its agenda."""

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ehp_desktop.models.base import Base


class Surgery(Base):
    """One meeting. Its number is a whole number from 1 and is never used again."""

    __tablename__ = "surgery"

    id: Mapped[int] = mapped_column(primary_key=True)
    date: Mapped[dt.date]
    time: Mapped[dt.time]
    place: Mapped[str | None]
    chair: Mapped[str | None]
    lawyer: Mapped[str | None]
    apologies: Mapped[str | None]
    minutes_per_case: Mapped[int]
    state: Mapped[str]
    made_at: Mapped[dt.datetime]  # UTC
    made_by: Mapped[str]


class SurgeryCase(Base):
    """One child on one agenda; positions run from 1 without a gap."""

    __tablename__ = "surgery_case"

    surgery_id: Mapped[int] = mapped_column(ForeignKey("surgery.id"), primary_key=True)
    child_id: Mapped[str] = mapped_column(ForeignKey("child.child_id"), primary_key=True)
    position: Mapped[int]
    added_at: Mapped[dt.datetime]  # UTC
    added_by: Mapped[str]
