"""What every page of a paper says of the paper itself."""

import datetime as dt
from dataclasses import dataclass

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.review.names import Names


@dataclass(frozen=True, slots=True)
class Imprint:
    """Whose paper it is, of which surgery and state, for which day, printed when and by whom.

    `surgery_date` None: the paper is of no one surgery. `version` None: it was not issued.
    `printed_at`: in the time that the paper is to show.
    """

    authority: str
    code_set: CodeSet
    as_of: dt.date
    parameters_version: str
    printed_at: dt.datetime
    printed_by: str
    names: Names = Names.INITIALS
    surgery_date: dt.date | None = None
    state: str = "draft"
    version: int | None = None
