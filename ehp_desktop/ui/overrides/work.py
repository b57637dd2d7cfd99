"""What the window asks of the overrides' services, in its jobs' threads."""

import datetime as dt
from typing import TYPE_CHECKING

from ehp_desktop.ui.jobs import JobProgress

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore
    from ehp_desktop.review.overrides import NewOverride


def add(
    opened: "OpenStore", new: "NewOverride", on: dt.date, place: str, _: JobProgress | None = None
) -> int:
    """Makes an override, and forgets what was kept of its reason while it was typed."""
    from ehp_desktop.review import overrides
    from ehp_desktop.ui.notes.work import forget_kept

    number = overrides.add(opened, new, on=on)
    forget_kept(opened, place)
    return number


def end(opened: "OpenStore", number: int, ends_on: dt.date, _: JobProgress | None = None) -> None:
    """Gives an override a last day."""
    from ehp_desktop.review import overrides

    overrides.end(opened, number, ends_on)


def confirm_again(
    opened: "OpenStore", number: int, on: dt.date, _: JobProgress | None = None
) -> None:
    """Says that an override still stands on the facts as they are now."""
    from ehp_desktop.review import overrides

    overrides.confirm_again(opened, number, on=on)
