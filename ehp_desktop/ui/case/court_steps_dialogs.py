"""A step to court, and an order that a court made: what is asked of each."""

from functools import partial

from PySide6.QtCore import QDate, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from ehp_desktop.review.court_orders import NewOrder
from ehp_desktop.review.court_steps import APPLICATION, FORM_OF, ORDER_MADE, NewStep
from ehp_desktop.review.language import phrase
from ehp_desktop.review.life_words import ORDERS, STEPS
from ehp_desktop.review.wording import route_words
from ehp_desktop.review.words import Route
from ehp_desktop.ui.case import court_steps_work as work
from ehp_desktop.ui.case.court_steps_work import CourtLine, CourtShown
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialog_parts import day_edit, day_of
from ehp_desktop.ui.surgery.storing_dialog import StoringDialog, Work

_LONGEST = 500


class StepDialog(StoringDialog):
    """Which step, on which day; the form of an application is filled in, and may be changed."""

    def __init__(
        self,
        context: AppContext,
        shown: CourtShown,
        line: CourtLine | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, "", "", parent=parent)
        self.setObjectName("stepDialog")
        new = line is None
        self.setWindowTitle(self.tr("Step to court") if new else self.tr("Correct the step"))
        self.buttons.action.setText(self.tr("Record the step") if new else self.tr("Save"))
        self._shown, self._line = shown, line
        self._kind, self._route = QComboBox(), QComboBox()
        self._form, self._detail = QLineEdit(), QPlainTextEdit()
        self._form.setMaxLength(_LONGEST)
        self._detail.setTabChangesFocus(True)
        self._detail.setFixedHeight(self.fontMetrics().lineSpacing() * 4)
        self._day = day_edit(context.today)
        for kind, words in STEPS.items():
            if kind != ORDER_MADE:
                self._kind.addItem(phrase(words, context.language), kind)
        self._route.addItem(self.tr("not said"), None)
        for route in Route:
            self._route.addItem(route_words(route, context.language), route.value)
        self.form.add(self.tr("&Step"), self._kind, name="step_kind")
        self.form.add(self.tr("&Day"), self._day, name="step_day")
        self.form.add(self.tr("&Route"), self._route, name="step_route")
        self.form.add(self.tr("&Form"), self._form, name="step_form")
        hint = self.tr("The guardian's view, who they are, what the hearing was for.")
        self.form.add(self.tr("D&etail"), self._detail, hint, name="step_detail")
        self._fill()
        self._kind.currentIndexChanged.connect(self._propose_form)
        self._route.currentIndexChanged.connect(self._propose_form)
        (self._kind if new else self._day).setFocus()

    def _fill(self) -> None:
        line = self._line
        if line is None:
            kinds = [one.kind for one in self._shown.lines if not one.is_order]
            after = list(STEPS).index(kinds[-1]) + 1 if kinds else 0
            self._kind.setCurrentIndex(min(after, self._kind.count() - 1))
            route = self._shown.route
            self._route.setCurrentIndex(max(0, self._route.findData(route and route.value)))
            self._propose_form()
            return
        self._kind.setCurrentIndex(self._kind.findData(line.kind))
        self._kind.setEnabled(False)
        self._day.setDate(QDate(line.on.year, line.on.month, line.on.day))
        self._route.setCurrentIndex(max(0, self._route.findData(line.route)))
        self._form.setText(line.form or "")
        self._form.setEnabled(line.kind in APPLICATION)
        self._detail.setPlainText(line.detail or "")

    @Slot()
    def _propose_form(self) -> None:
        """The form that such an application is taken to use, until the person types another."""
        has_form = self._kind.currentData() in APPLICATION
        self._form.setEnabled(has_form)
        if not has_form:
            self._form.clear()
            return
        route = self._route.currentData()
        usual = "" if route is None else FORM_OF[Route(route)]
        if self._form.text().strip() in {"", *FORM_OF.values()}:
            used = [one.form for one in self._shown.lines if one.form and one.route == route]
            self._form.setText(used[-1] if used else usual)

    def work(self) -> Work | None:
        """The recording or the correction."""
        kind = str(self._kind.currentData())
        detail = self._detail.toPlainText().strip() or None
        if kind == "guardian_view" and detail is None:
            self.complain(self.tr("Type what the guardian's view is."), self._detail)
            return None
        route = self._route.currentData()
        new = NewStep(
            self._shown.child_id,
            kind,
            day_of(self._day),
            None if route is None else Route(route),
            self._form.text().strip() or None,
            detail,
        )
        opened, today, language = self.context.opened, self.context.today, self.context.language
        if self._line is not None and self._line.step_id is not None:
            return partial(work.correct_step, opened, self._line.step_id, new, today, language)
        return partial(work.add_step, opened, new, today, language)


class OrderDialog(StoringDialog):
    """What a court decided, on which day, which court, which case number."""

    def __init__(
        self, context: AppContext, shown: CourtShown, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, "", "", parent=parent)
        self.setObjectName("orderDialog")
        self.setWindowTitle(self.tr("Order or other outcome of an application"))
        self.buttons.action.setText(self.tr("Record it"))
        self._shown = shown
        self._kind, self._court, self._number = QComboBox(), QLineEdit(), QLineEdit()
        for kind, words in ORDERS.items():
            self._kind.addItem(phrase(words, context.language), kind)
        self._day = day_edit(context.today)
        for line in (self._court, self._number):
            line.setMaxLength(_LONGEST)
        self.form.add(self.tr("&What the court decided"), self._kind, name="order_kind")
        self.form.add(self.tr("&Day"), self._day, name="order_day")
        self.form.add(self.tr("C&ourt"), self._court, name="order_court")
        self.form.add(self.tr("Case &number"), self._number, name="order_number")
        self._kind.setFocus()

    def work(self) -> Work | None:
        """The recording."""
        new = NewOrder(
            self._shown.child_id,
            str(self._kind.currentData()),
            day_of(self._day),
            self._court.text().strip() or None,
            self._number.text().strip() or None,
        )
        context = self.context
        return partial(work.add_order, context.opened, new, context.today, context.language)
