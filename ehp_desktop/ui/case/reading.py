"""How the panel gets what it shows, and stores what was typed: through review/, in a job."""

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from ehp_desktop.review.language import Language
from ehp_desktop.ui.case.record_dialog import TypedValue
from ehp_desktop.ui.jobs import JobProgress

if TYPE_CHECKING:
    from ehp_desktop.review.explained_child import ChildExplanation
    from ehp_desktop.review.opening import OpenStore
    from ehp_desktop.review.record import Recorded


class Shown(NamedTuple):
    """A child as the panel shows it: everything worded, and the timeline as SVG."""

    explained: "ChildExplanation"
    timeline: bytes


def read_child(
    opened: "OpenStore",
    child_id: str,
    as_of: dt.date,
    language: Language,
    width: float,
    _: JobProgress | None = None,
) -> Shown:
    """One child on a day, with a picture `width` points wide.

    Raises:
        NotFoundError: there is no such child (any more).
    """
    from ehp_desktop.review.care_story import care_story
    from ehp_desktop.review.caseload import explain_child
    from ehp_desktop.review.documents.speech import Languages
    from ehp_desktop.review.documents.timeline import timeline_svg

    child = explain_child(opened, child_id, as_of, language)
    story = care_story(
        child.facts,
        child.episodes,
        [one.held_on for one in child.reviews],
        [one.date for one in child.surgeries],
    )
    if story.start is None:
        return Shown(child, b"")
    return Shown(child, timeline_svg(story, Languages(language.value), width=width))


def record(
    opened: "OpenStore", child_id: str, typed: TypedValue, on: dt.date, _: JobProgress | None = None
) -> "Recorded":
    """Stores one value."""
    from ehp_desktop.review.record import record_values

    return record_values(opened, child_id, {typed.field: typed.value}, on=on)


def undo_record(
    opened: "OpenStore", recorded: "Recorded", on: dt.date, _: JobProgress | None = None
) -> "Recorded":
    """Takes one typing back."""
    from ehp_desktop.review.record import undo

    return undo(opened, recorded, on=on)


def note_look(opened: "OpenStore", child_id: str, _: JobProgress | None = None) -> bool:
    """Writes into the audit that the case was looked at."""
    from ehp_desktop.review import notes_page

    return notes_page.note_look(opened, child_id)
