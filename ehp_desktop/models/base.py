"""The declarative base, with one naming convention: later migrations can name what they alter."""

import datetime as dt

from sqlalchemy import Boolean, Date, DateTime, Integer, MetaData, String, Time
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table's base class."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads a plain class attribute
        str: String,
        int: Integer,
        bool: Boolean,
        dt.date: Date,
        dt.time: Time,
        dt.datetime: DateTime,
    }
