"""The parameters of the criteria: what holds, from when, who set it; and setting one."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QDateEdit, QSpinBox, QWidget

from ehp_desktop.review.language import Language, say_short_date
from ehp_desktop.review.parameter_changes import NewParameter, ParameterShown
from ehp_desktop.review.parameters import LARGEST, ParameterKind, ParameterSet
from ehp_desktop.review.permissions import Deed
from ehp_desktop.ui.chair import work
from ehp_desktop.ui.chair.parameter_words import parameter_label
from ehp_desktop.ui.chair.table_dialog import ListPart, TableDialog
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialog_parts import day_edit, day_of
from ehp_desktop.ui.notes.kept_editor import KeptEditor
from ehp_desktop.ui.permitted import enable, why_not_write
from ehp_desktop.ui.surgery.storing_dialog import StoringDialog, Work
from ehp_desktop.ui.tables.columns import Column, by_date, by_number, by_text

if TYPE_CHECKING:
    from collections.abc import Sequence


class ParametersDialog(TableDialog):
    """Every parameter on the as-at day. The law's are shown, and only local practice is set."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, _tr("Parameters"), "parameters_dialog", parent)
        day = say_short_date(context.as_of, context.language)
        self.about(
            self.tr(
                "As they hold on {day}. A value that is set holds from its day on, for every case "
                "and paper worked out for that day or a later one; none is taken back, another one "
                "follows it."
            ).format(day=day)
        )
        self.part: ListPart[ParameterShown] = ListPart(
            context, "parameters", self.tr("Parameters"), _Columns(context, self).columns(), _name
        )
        self.room.addWidget(self.part, 1)
        self._set = self.part.button(self.tr("&Set another value…"), "set_parameter", self._ask)
        self.part.buttons.addStretch(1)
        self.part.table.opened.connect(self._ask)
        self.part.table.chosen.connect(self._say_button)
        self._say_button()
        self.read()

    def read(self) -> None:
        """Reads them again."""
        context = self.context
        working = partial(work.parameters, context.opened, context.as_of)
        self.part.read(self.tr("Reading the parameters"), working, self._show)

    def _show(self, _: "Sequence[ParameterShown]") -> None:
        self._say_button()
        self.part.table.setFocus()

    def _say_button(self) -> None:
        one = self.part.chosen()
        why = why_not_write(self.context, Deed.PARAMETERS)
        if why is None and one is not None and one.in_force.kind is not ParameterKind.LOCAL:
            why = self.tr("The law sets this one; only local practice can be changed here.")
        enable(self._set, ready=one is not None and why is None, why=why or "")

    def _ask(self) -> None:
        one = self.part.chosen()
        if one is None or not self._set.isEnabled():
            return
        dialog = ParameterDialog(self.context, one, self)
        dialog.stored.connect(partial(self._take, one.in_force.name))
        dialog.open()

    def _take(self, name: str, parameters: ParameterSet) -> None:
        """Everything from now on is worked out with the new ones."""
        context = self.context
        context.opened = replace(context.opened, parameters=parameters)
        words = self.tr("{name}: set. Every case is worked out with it now.")
        self.banner.say(words.format(name=parameter_label(name)))
        self.read()
        context.announce_change()


class ParameterDialog(StoringDialog):
    """A value, the day from which it holds, and why."""

    def __init__(
        self, context: AppContext, one: ParameterShown, parent: QWidget | None = None
    ) -> None:
        name = one.in_force.name
        super().__init__(
            context,
            _tr("Set: {name}").format(name=parameter_label(name)),
            _tr("&Set it"),
            _tr("Now {value}, from {day}. {source}").format(
                value=one.in_force.value,
                day=say_short_date(one.in_force.from_day, context.language),
                source=one.in_force.source,
            ),
            parent,
        )
        self.setObjectName("parameter_dialog")
        self._name = name
        self._value = self.form.add(self.tr("&Value"), QSpinBox(), name="parameter_value")
        self._value.setRange(0, LARGEST)
        self._value.setValue(one.in_force.value)
        self._from: QDateEdit = self.form.add(
            self.tr("&From"),
            day_edit(context.today),
            self.tr("The first day for which it is used."),
            name="parameter_from",
        )
        self.reason = self.form.add(
            self.tr("&Why"),
            KeptEditor(context, f"parameter/{name}", self.tr("Why"), "parameter_reason"),
            name="parameter_reason_place",
        )
        self.reason.submitted.connect(self.accept)
        self._value.setFocus()
        self._value.selectAll()

    def work(self) -> Work | None:
        """The new value."""
        if not self.reason.text.strip():
            self.complain(self.tr("Say why: a reason is required."), self.reason)
            return None
        new = NewParameter(self._name, self._value.value(), day_of(self._from), self.reason.text)
        return partial(work.set_parameter, self.context.opened, new, self.reason.place)

    def _done(self, made: object) -> None:
        self.reason.forget_saved(self.reason.place, self.reason.text)
        super()._done(made)


class _Columns(QObject):
    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._language: Language = context.language

    def columns(self) -> tuple[Column[ParameterShown], ...]:
        return (
            Column("name", self.tr("Parameter"), _label, _by_label, width=46),
            Column("value", self.tr("Value"), _value, _by_value, width=6, to_right=True),
            Column("from", self.tr("From"), self._from, _by_from, width=14),
            Column("kind", self.tr("Kind"), self._kind, _by_kind, width=13),
            Column("later", self.tr("Later"), self._later, _by_later, width=16),
            Column("source", self.tr("Source"), _source, _by_source, width=48, tooltip=_source),
        )

    def _from(self, one: ParameterShown) -> str:
        return say_short_date(one.in_force.from_day, self._language)

    def _kind(self, one: ParameterShown) -> str:
        law = one.in_force.kind is ParameterKind.LAW
        return self.tr("law") if law else self.tr("local practice")

    def _later(self, one: ParameterShown) -> str:
        return "; ".join(
            self.tr("{value} from {day}").format(
                value=later.value, day=say_short_date(later.from_day, self._language)
            )
            for later in one.later
        )


def _name(one: ParameterShown) -> str:
    return one.in_force.name


def _label(one: ParameterShown) -> str:
    return parameter_label(one.in_force.name)


def _by_label(one: ParameterShown) -> str:
    return by_text(_label(one))


def _value(one: ParameterShown) -> str:
    return str(one.in_force.value)


def _by_value(one: ParameterShown) -> int:
    return by_number(one.in_force.value)


def _by_from(one: ParameterShown) -> int:
    return by_date(one.in_force.from_day)


def _by_kind(one: ParameterShown) -> str:
    return by_text(one.in_force.kind.value)


def _by_later(one: ParameterShown) -> int:
    return by_date(one.later[0].from_day if one.later else None)


def _source(one: ParameterShown) -> str:
    return ". ".join(part for part in (one.in_force.source, one.in_force.to_be_confirmed) if part)


def _by_source(one: ParameterShown) -> str:
    return by_text(_source(one))


def _tr(words: str) -> str:
    return QCoreApplication.translate("parameters", words)
