"""A case in the meeting, in words: what was decided before and what became of it, then the rest."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from ehp_desktop.review.language import say_short_date
from ehp_desktop.review.words import Route
from ehp_desktop.ui.case.panel_text import PanelText
from ehp_desktop.ui.rich import rich
from ehp_desktop.ui.surgery.meeting.lines import outcome_words
from ehp_desktop.ui.surgery.meeting.work import MeetingLine
from ehp_desktop.ui.theme import Role

if TYPE_CHECKING:
    from ehp_desktop.review.actions_to_do import ActionListed
    from ehp_desktop.review.explained_child import ChildExplanation


class MeetingText(PanelText):
    """Words one case of a meeting."""

    def whole(
        self, line: MeetingLine, child: "ChildExplanation", expanded: Collection[Route]
    ) -> str:
        """Last time, actions, then each route with what does not hold."""
        body = self.body(child, expanded=expanded, writable=False, with_picture=False)
        first = self._last_time(line) + self._actions(line)
        return body.replace("<body>", f"<body>{first}", 1)

    def _last_time(self, line: MeetingLine) -> str:
        if not line.earlier:
            return self._para(rich(self.tr("Not decided at an earlier surgery.")), Role.QUIET)
        last = line.earlier[0]
        row = last.row
        if row is None:
            return ""
        said = self.tr("{day}: {outcome}").format(
            day=say_short_date(last.surgery.date, self._words.language),
            outcome=outcome_words(row, self._words.language),
        )
        more = f"<br>{rich(row.reason)}" if row.reason else ""
        copied = (
            self.tr("copied to the case record on {day}").format(
                day=say_short_date(row.copied_on, self._words.language)
            )
            if row.copied_on is not None
            else self.tr("not copied to the case record")
        )
        title = rich(self.tr("Last time"))
        return f"<p><b>{title}</b> {rich(said)} · {self._quiet(rich(copied))}{more}</p>"

    def _actions(self, line: MeetingLine) -> str:
        if not line.actions:
            return ""
        rows = "".join(
            f"<tr><td>{self._action_shape(one)}</td><td>{rich(self._action(one))}</td></tr>"
            for one in line.actions
        )
        title = rich(self.tr("Actions"))
        return f'<p><b>{title}</b></p><table cellspacing="0" cellpadding="2">{rows}</table>'

    def _action(self, one: "ActionListed") -> str:
        row, language = one.row, self._words.language
        parts = [row.what, row.who]
        if row.done_on is not None:
            day = say_short_date(row.done_on, language)
            parts.append(self.tr("done {day}").format(day=day))
        elif row.by_when is not None:
            day = say_short_date(row.by_when, language)
            late, due = self.tr("overdue since {day}"), self.tr("by {day}")
            parts.append((late if one.overdue else due).format(day=day))
        if not row.confirmed or one.draft is not None:
            parts.append(self.tr("draft"))
        return " · ".join(parts)

    def _action_shape(self, one: "ActionListed") -> str:
        if one.row.done_on is not None:
            name, alt = Role.MET, self.tr("done")
        elif one.overdue:
            name, alt = Role.NOT_MET, self.tr("overdue")
        else:
            name, alt = Role.WORK_NEEDED, self.tr("open")
        return f'<img src="shape:{name}" alt="{rich(alt)}">'
