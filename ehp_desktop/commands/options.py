"""Options that several commands share, and how their texts are read."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from ehp_desktop.review.intake.values import EARLIEST_YEAR, LATEST_YEAR
from ehp_desktop.review.words import Route, RouteState

Command = TypeVar("Command", bound=Callable[..., Any])

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")

SURGERY_ID = click.IntRange(min=1, max=2**63 - 1)
"""A surgery's number: a whole number that the store can hold."""


def iso_date(text: str) -> dt.date:
    """A date written YYYY-MM-DD.

    Raises:
        BadParameter: it is not one.
    """
    if not _ISO_DATE.fullmatch(text):
        raise click.BadParameter(f"{text!r} is not a date written YYYY-MM-DD.")
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is not a day of the calendar.") from error
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:  # the calendar ends, periods run on from it
        raise click.BadParameter(f"{text!r} is not of the years {EARLIEST_YEAR} to {LATEST_YEAR}.")
    return day


def unicode_text(text: str) -> str:
    """An argument that the terminal gave as text; other bytes come as what no text holds.

    Raises:
        BadParameter: it is not UTF-8.
    """
    if text.isprintable() or text.encode("utf-8", "ignore").decode() == text:
        return text
    raise click.BadParameter("it is not text in UTF-8.")


def clock_time(text: str) -> dt.time:
    """A time of the day written HH:MM.

    Raises:
        BadParameter: it is not one.
    """
    if _CLOCK_TIME.fullmatch(text):
        try:
            return dt.time.fromisoformat(text)
        except ValueError as error:
            raise click.BadParameter(f"{text!r} is not a time of the day.") from error
    raise click.BadParameter(f"{text!r} is not a time written HH:MM.")


def moment(text: str) -> dt.datetime:
    """A day and time written YYYY-MM-DDTHH:MM[:SS], with or without a difference from UTC.

    Raises:
        BadParameter: it is not one.
    """
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is not a time written YYYY-MM-DDTHH:MM.") from error


def date_option(name: str, meaning: str, *, required: bool = False) -> Callable[[Command], Command]:
    """An option that is a date."""
    return click.option(name, type=iso_date, metavar="YYYY-MM-DD", required=required, help=meaning)


def as_of_option(default: str = "today") -> Callable[[Command], Command]:
    """The option `--as-of`: the day for which everything is worked out."""
    return date_option("--as-of", f"The day to work everything out for (default: {default}).")


def route_option(*, required: bool = False) -> Callable[[Command], Command]:
    """The option `--route`."""
    return click.option(
        "--route",
        type=click.Choice([route.value for route in Route]),
        required=required,
        help="The route whose candidates are meant.",
    )


def state_option(*states: RouteState) -> Callable[[Command], Command]:
    """The option `--state`: one of those given, or any."""
    return click.option(
        "--state",
        type=click.Choice([state.value for state in states or RouteState]),
        help="Only those in this state.",
    )
