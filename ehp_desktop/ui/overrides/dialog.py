"""Overriding one criterion of one child, and giving an override its last day."""

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QWidget

from ehp_desktop.review.criteria import CRITERION_BY_ID
from ehp_desktop.review.overrides import NewOverride
from ehp_desktop.review.overriding import OVERRIDING
from ehp_desktop.review.words import Result, Route
from ehp_desktop.ui.caseload.words import CaseWords
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialog_parts import day_edit, day_of
from ehp_desktop.ui.notes.day_field import DayField
from ehp_desktop.ui.notes.kept_editor import KeptEditor
from ehp_desktop.ui.overrides import work
from ehp_desktop.ui.surgery.storing_dialog import StoringDialog, Work


class Overridable(NamedTuple):
    """One criterion of one route of one child, and what the facts alone give."""

    child_id: str
    criterion: str
    route: Route
    computed: Result


class OverrideDialog(StoringDialog):
    """The result, for which routes, why, and until when. The reason comes back after a crash."""

    def __init__(
        self,
        context: AppContext,
        words: CaseWords,
        what: Overridable,
        parent: QWidget | None = None,
    ) -> None:
        statement = words.statement(what.criterion)
        facts = _tr("Worked out from the facts: {result}.")
        super().__init__(
            context,
            _tr("Override {id} for child {child}").format(id=what.criterion, child=what.child_id),
            _tr("&Override it"),
            f"{statement}\n{facts.format(result=words.result(what.computed))}",
            parent,
        )
        self.setObjectName("override_dialog")
        self._what, self._words = what, words
        self._result = self.form.add(
            self.tr("&Result"), self._make_results(), name="override_result"
        )
        self._routes = self.form.add(self.tr("&For"), self._make_routes(), name="override_routes")
        place = f"override/{what.child_id}/{what.criterion}"
        self.reason = self.form.add(
            self.tr("&Why"),
            KeptEditor(context, place, self.tr("Why"), "override_reason"),
            self.tr("Shown wherever the result is, on papers too."),
            name="override_reason_place",
        )
        self._until = self.form.add(
            self.tr("&Until"),
            DayField(),
            self.tr("The last day on which it counts; none: until it is ended."),
            name="override_until",
        )
        self.reason.submitted.connect(self.accept)
        self.reason.setFocus()

    def _make_results(self) -> QComboBox:
        box = QComboBox()
        for result in OVERRIDING:
            box.addItem(self._words.result(result), result.value)
        # what the facts do not give, as that is why somebody is here
        box.setCurrentIndex(1 if self._what.computed is Result.MET else 0)
        return box

    def _make_routes(self) -> QComboBox:
        box = QComboBox()
        routes = CRITERION_BY_ID[self._what.criterion].routes
        box.addItem(self._words.route(self._what.route), self._what.route.value)
        for route in routes:
            if route is not self._what.route:
                box.addItem(self._words.route(route), route.value)
        if len(routes) > 1:
            box.addItem(self.tr("All {n} routes that ask this").format(n=len(routes)), "")
        return box

    def work(self) -> Work | None:
        """The override, from today on."""
        if not self.reason.text.strip():
            self.complain(self.tr("Say why: a reason is required."), self.reason)
            return None
        wrong = self._until.wrong()
        if wrong is not None:
            self.complain(wrong, self._until)
            return None
        chosen = str(self._routes.currentData())
        new = NewOverride(
            self._what.child_id,
            self._what.criterion,
            Route(chosen) if chosen else None,
            Result(str(self._result.currentData())),
            self.reason.text,
            self._until.day(),
        )
        return partial(work.add, self.context.opened, new, self.context.today, self.reason.place)

    def _done(self, made: object) -> None:
        self.reason.forget_saved(self.reason.place, self.reason.text)
        super()._done(made)


class EndDialog(StoringDialog):
    """The last day on which an override counts."""

    def __init__(self, context: AppContext, number: int, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            _tr("End the override"),
            _tr("&End it on that day"),
            _tr(
                "It counts up to this day, and stays to be read. An end is not put off: for "
                "longer, make a new override with the reason that holds then."
            ),
            parent,
        )
        self.setObjectName("end_override_dialog")
        self._number = number
        self._day = self.form.add(
            self.tr("&Last day"), day_edit(context.today), name="override_last_day"
        )
        self._day.setFocus()

    def work(self) -> Work | None:
        """The override with its last day."""
        return partial(work.end, self.context.opened, self._number, day_of(self._day))


def _tr(words: str) -> str:
    return QCoreApplication.translate("overrides", words)
