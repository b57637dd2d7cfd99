"""How the page gets its rows: through review/, in a job."""

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from ehp_desktop.models.rows import ImportRow
from ehp_desktop.review.words import Route
from ehp_desktop.ui.jobs import JobProgress

if TYPE_CHECKING:
    from ehp_desktop.review.caseload import Caseload
    from ehp_desktop.review.opening import OpenStore


class Read(NamedTuple):
    """What the page shows: the caseload on a day, and the import before it."""

    caseload: "Caseload"
    last_import: ImportRow | None


def read(opened: "OpenStore", as_of: dt.date, _: JobProgress | None = None) -> Read:
    """The caseload on a day."""
    from ehp_desktop.review.caseload import read_caseload
    from ehp_desktop.review.intake.past import last_import

    return Read(read_caseload(opened, as_of), last_import(opened))


def own_order(caseload: "Caseload", route: Route | None) -> list[int] | None:
    """The order of rows while no column is sorted: a route's candidates first, in their order.

    Those for whom the route is closed follow, by child_id, and then those who are not assessed.
    """
    if route is None:
        return None
    from ehp_desktop.review.caseload import candidates

    place = {line.row.child_id: number for number, line in enumerate(caseload.lines)}
    first = [place[line.row.child_id] for line in candidates(caseload, route)]
    named = set(first)
    rest = [number for number in range(len(caseload.lines)) if number not in named]
    rest.sort(key=lambda number: route not in caseload.lines[number].routes)
    return first + rest
