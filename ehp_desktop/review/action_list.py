"""A list of actions as facts: all that are open, or those of one surgery."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehp_desktop.review.case_life import ActionTold, is_open
from ehp_desktop.review.imprint import Imprint
from ehp_desktop.review.names import Names
from ehp_desktop.review.permissions import Deed, requires

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore


@dataclass(frozen=True, slots=True)
class ActionListPaper:
    """What one printing of an action list says; withdrawn actions are left out of it.

    Of one surgery where the imprint names its day: then those done are on it too.
    """

    imprint: Imprint
    actions: tuple[ActionTold, ...]


@requires(Deed.PRINT)
def action_list_of(
    opened: "OpenStore",
    surgery_id: int | None = None,
    *,
    as_of: dt.date,
    printed_at: dt.datetime,
    names: Names = Names.INITIALS,
) -> ActionListPaper:
    """All actions open on a day, or every action of one surgery as it stood on that day.

    Raises:
        NotFoundError: there is no such surgery.
    """
    from ehp_desktop.review.case_reading import (  # brings SQLAlchemy
        CaseReading,
        imprint_of,
        surgery_of,
    )
    from ehp_desktop.review.life_reading import LifeReading

    with opened.store.reading() as session:
        surgery = None if surgery_id is None else surgery_of(session, surgery_id)
        reading = CaseReading(opened, session, as_of, names)
        lives = LifeReading(session, reading.surgeries, reading.told)
        reading.also_named(lives.children_with_actions)
        return ActionListPaper(
            imprint=imprint_of(opened, as_of, printed_at, names, surgery and surgery.date),
            actions=lives.actions(
                reading.child_words,
                lambda one: (
                    is_open(one, as_of) if surgery_id is None else one.surgery_id == surgery_id
                ),
            ),
        )
