"""What the window asks of the people's services, in its jobs' threads."""

import datetime as dt
from typing import TYPE_CHECKING

from ehp_desktop.review.actor import Role
from ehp_desktop.ui.caseload.reading import Read, read
from ehp_desktop.ui.jobs import JobProgress

if TYPE_CHECKING:
    from ehp_desktop.models.rows import PersonEventRow
    from ehp_desktop.review.opening import OpenStore
    from ehp_desktop.review.people import PersonShown


def people(opened: "OpenStore", _: JobProgress) -> "tuple[PersonShown, ...]":
    """Who may open the store."""
    from ehp_desktop.review import people

    return people.people(opened)


def add(opened: "OpenStore", name: str, role: Role, passphrase: str, _: JobProgress) -> None:
    """Lets somebody in, with a first passphrase."""
    from ehp_desktop.review import people

    people.add_person(opened, name, role, passphrase)


def change_role(opened: "OpenStore", name: str, role: Role, _: JobProgress) -> None:
    """Gives somebody another role."""
    from ehp_desktop.review import people

    people.change_role(opened, name, role)


def remove(opened: "OpenStore", name: str, _: JobProgress) -> None:
    """Lets somebody in no more, and gives the store another key."""
    from ehp_desktop.review import people

    people.remove_person(opened, name)


def change_passphrase(opened: "OpenStore", old: str, new: str, _: JobProgress) -> None:
    """Changes the passphrase of whoever is at work."""
    from ehp_desktop.review import people

    people.change_passphrase(opened, old, new)


def replace_first(
    opened: "OpenStore", first: str, new: str, as_of: dt.date, _: JobProgress
) -> "tuple[OpenStore, Read]":
    """Puts somebody's own passphrase in the place of their first; the store is then theirs."""
    from ehp_desktop.review import people

    own = people.change_passphrase(opened, first, new)
    return own, read(own, as_of)


def recoveries(opened: "OpenStore", _: JobProgress) -> "list[PersonEventRow]":
    """Every use of the recovery code, oldest first."""
    from ehp_desktop.review import people

    return people.recoveries(opened)
