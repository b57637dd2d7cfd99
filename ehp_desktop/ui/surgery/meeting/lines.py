"""The cases of a meeting as lines of a table, and the words for what was decided."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QIcon

from ehp_desktop.models.rows import CaseOutcomeRow
from ehp_desktop.review.language import Language, phrase, say_short_date
from ehp_desktop.review.life_words import DATED_OUTCOMES, OUTCOMES
from ehp_desktop.ui import shapes, theme
from ehp_desktop.ui.caseload.columns import full_name
from ehp_desktop.ui.surgery.meeting.work import MeetingLine
from ehp_desktop.ui.tables.columns import Column, by_text
from ehp_desktop.ui.theme import Role

if TYPE_CHECKING:
    from ehp_desktop.review.outcomes import OutcomeListed

tr = QCoreApplication.translate


def outcome_words(row: CaseOutcomeRow, language: Language) -> str:
    """What was decided, with its day."""
    if row.by_date is not None and row.code in DATED_OUTCOMES:
        return phrase(DATED_OUTCOMES[row.code], language, day=say_short_date(row.by_date, language))
    return phrase(OUTCOMES[row.code], language)


def short_words(row: CaseOutcomeRow, language: Language) -> str:
    """What was decided, for a narrow column; the whole stands beside the case."""
    day = "" if row.by_date is None else say_short_date(row.by_date, language)
    words = {
        "discharge": tr("meeting", "Discharge"),
        "discharge_with_supervision": tr("meeting", "Discharge with SO"),
        "carer_gives_notice": tr("meeting", "Carer gives notice"),
        "child_arrangements": tr("meeting", "Child arrangements"),
        "more_information": tr("meeting", "Information by {day}"),
        "not_yet": tr("meeting", "Not yet, {day}"),
        "keep_order": tr("meeting", "Keep the order"),
        "escalate": tr("meeting", "Escalate"),
        "left_list": tr("meeting", "Left the list"),
    }
    return words[row.code].format(day=day)


def decided(outcome: "OutcomeListed | None") -> CaseOutcomeRow | None:
    """The version to show in the meeting: the draft that waits, else what stands."""
    if outcome is None:
        return None
    if outcome.draft is not None:
        return None if outcome.draft.withdrawn else outcome.draft
    return outcome.row


def decision_words(line: MeetingLine, language: Language) -> str:
    """What was decided of a case, whether it is a draft, whether it is being stored."""
    row = decided(line.outcome)
    if line.saving:
        return tr("meeting", "saving…")
    if row is None:
        waiting = line.outcome is not None and line.outcome.draft is not None
        return tr("meeting", "withdrawn, draft") if waiting else tr("meeting", "no outcome yet")
    words = short_words(row, language)
    if not row.confirmed:
        return tr("meeting", "draft: {words}").format(words=words)
    if row.copied_on is not None:
        return tr("meeting", "{words} · copied").format(words=words)
    return words


def look_of(line: MeetingLine) -> Role:
    """The shape and colour that go with the words."""
    row = decided(line.outcome)
    if row is None:
        return Role.NOT_APPLICABLE
    return Role.READY if row.confirmed else Role.UNKNOWN


def meeting_columns(language: Language) -> list[Column[MeetingLine]]:
    """Number, child, what was decided and whether it was copied, how many actions."""

    def words(line: MeetingLine) -> str:
        return decision_words(line, language)

    return [
        Column(
            "position",
            tr("meeting", "No."),
            lambda line: str(line.position),
            lambda line: line.position,
            width=3,
            to_right=True,
        ),
        Column(
            "child",
            tr("meeting", "Child"),
            lambda line: full_name(line.case),
            lambda line: line.position,
            width=18,
        ),
        Column(
            "outcome",
            tr("meeting", "Outcome"),
            words,
            lambda line: by_text(words(line)),
            width=24,
            icon=_icon,
            ink=_ink,
            tooltip=lambda line: _in_full(line, language),
        ),
        Column(
            "actions",
            tr("meeting", "To do"),
            _actions,
            lambda line: line.position,
            width=3,
            to_right=True,
        ),
    ]


def _in_full(line: MeetingLine, language: Language) -> str:
    row = decided(line.outcome)
    if row is None:
        return decision_words(line, language)
    return "\n".join(one for one in (outcome_words(row, language), row.reason) if one)


def _icon(line: MeetingLine) -> QIcon | None:
    return shapes.state_icon(look_of(line))


def _ink(line: MeetingLine) -> QColor | None:
    return theme.colour(look_of(line))


def _actions(line: MeetingLine) -> str:
    wanted = sum(one.row.done_on is None for one in line.actions)
    return str(wanted) if wanted else ""
