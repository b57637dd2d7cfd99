"""The box under the notes: what kind, about which day and criterion, the text. No dialog."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.models.errors import EhpError
from ehp_desktop.review.note_search import NoteKind, NoteShown
from ehp_desktop.review.permissions import Deed, may
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.flow import FlowLayout
from ehp_desktop.ui.forms import name_control, plain_label
from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.notes.day_field import DayField
from ehp_desktop.ui.notes.kept_editor import KeptEditor
from ehp_desktop.ui.notes.notes_text import NotesText
from ehp_desktop.ui.notes.work import Draft, Subject
from ehp_desktop.ui.permitted import enable, why_not_write

_DEEDS = {
    NoteKind.FACT: Deed.WRITE_NOTE,
    NoteKind.PRIVATE: Deed.PRIVATE_NOTE,
    NoteKind.ADVICE: Deed.WRITE_ADVICE,
}


class WritingBox(QWidget):
    """What is being written about a subject; all of it comes back after a crash."""

    save_wanted = Signal(object)  # Draft

    def __init__(
        self, context: AppContext, words: NotesText, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._words = words
        self._about: dict[str, str] = {}
        self._filling = False
        # What a lawyer writes without choosing is not to be everybody's by mistake.
        advises = may(context.opened.actor, Deed.WRITE_ADVICE)
        self._usual = NoteKind.ADVICE if advises else NoteKind.FACT
        self.banner = Banner(self)
        self.editor = KeptEditor(context, "", self.tr("Text of the note"), "note_text", lines=3)
        self._title = name_control(plain_label(), self.tr("What is written"), "writing_title")
        self._title.setWordWrap(True)
        self._leave = self._button(self.tr("Leave it"), "leave_writing")
        self._kinds = self._make_kinds()
        self._on = name_control(plain_label(), self.tr("About which criterion"), "on_criterion")
        self._on.setWordWrap(True)
        self._off = self._button(self.tr("Not on it"), "off_criterion")
        self._day = name_control(DayField(), self.tr("The day that it is about"), "relevant_date")
        self._save = self._button(self.tr("Save the note"), "save_note")
        self._save.setToolTip(self.tr("Ctrl+Enter"))
        self._lay_out()
        self._connect()
        self._say()

    # Making

    def _button(self, words: str, name: str) -> QPushButton:
        button = name_control(QPushButton(words), words, name)
        button.setAutoDefault(False)
        return button

    def _make_kinds(self) -> dict[NoteKind, QRadioButton]:
        made = {
            NoteKind.FACT: QRadioButton(self.tr("&Fact, for everyone")),
            NoteKind.PRIVATE: QRadioButton(self.tr("&Private, for you")),
            NoteKind.ADVICE: QRadioButton(self.tr("Legal a&dvice")),
        }
        for kind, radio in made.items():
            name_control(radio, radio.text(), f"kind_{kind.value}")
        made[self._usual].setChecked(True)
        return made

    def _lay_out(self) -> None:
        self._kind_row = QWidget()
        kinds = FlowLayout(self._kind_row)
        kinds.setContentsMargins(0, 0, 0, 0)
        for radio in self._kinds.values():
            kinds.addWidget(radio)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._leave)
        on = QHBoxLayout()
        on.addWidget(self._on, 1)
        on.addWidget(self._off)
        foot = QHBoxLayout()
        self._day_label = QLabel(self.tr("About the da&y"))
        self._day_label.setBuddy(self._day)
        foot.addWidget(self._day_label)
        foot.addWidget(self._day)
        foot.addStretch(1)
        foot.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.banner)
        column.addLayout(head)
        column.addWidget(self._kind_row)
        column.addLayout(on)
        column.addWidget(self.editor, 1)
        column.addLayout(foot)
        self.setTabOrder(self._leave, self._kinds[NoteKind.FACT])

    def _connect(self) -> None:
        self.editor.submitted.connect(self._submit)
        self.editor.came_back.connect(self._take_about)
        self.editor.typed.connect(self._say)
        self.editor.discarded.connect(self._begin_anew)
        self._save.clicked.connect(self._submit)
        self._leave.clicked.connect(self._abandon)
        self._off.clicked.connect(self._take_off)
        self._day.textChanged.connect(self._change_day)
        for radio in self._kinds.values():
            radio.toggled.connect(self._change_kind)

    # What is written

    def show_subject(self, subject: Subject) -> None:
        """Turns to another child or surgery; what was typed for the one before is kept."""
        self.banner.clear()
        self._take_about({})
        self.editor.set_place(subject.place)
        if not self.editor.text:  # kept with the first letter, whatever the usual is by then
            self._about = {"kind": self._kind().value}
            self.editor.set_about(self._about)
        self._say()

    def begin(self, criterion: str | None = None) -> None:
        """A new note, on a criterion or on none; the keyboard goes into it."""
        if criterion is not None and not self._is_change():
            self._change(criterion=criterion)
        self.editor.setFocus()

    def correct(self, note: NoteShown) -> None:
        """Another version of a note, begun with its text."""
        if self._may_begin():
            self._take_about({"corrects": str(note.reference)})
            self._day.set_day(note.saying.relevant_date)
            self.editor.set_text(note.text)
            self._share()
            self.editor.setFocus()

    def withdraw(self, note: NoteShown) -> None:
        """Why a note is withdrawn."""
        if self._may_begin():
            self._take_about({"withdraws": str(note.reference)})
            self._share()
            self.editor.setFocus()

    def done(self, place: str, text: str) -> None:
        """It was stored: the box is as at first, if it still shows that text."""
        same = self.editor.place == place and self.editor.text == text
        self.editor.forget_saved(place, text)
        if same:
            self._begin_anew()

    def refuse(self, error: EhpError) -> None:
        """Says why it could not be stored; the text stays."""
        self.banner.say(str(error), kind=BannerKind.ERROR)

    def _may_begin(self) -> bool:
        if not self.editor.text.strip():
            return True
        self.banner.say(
            self.tr("Save or discard first what stands in the box."),
            kind=BannerKind.NOTICE,
            action_text=self.tr("Discard it"),
            action=self.editor.discard,
        )
        self.editor.setFocus()
        return False

    def _abandon(self) -> None:
        self.editor.discard()

    def _begin_anew(self) -> None:
        self.banner.clear()
        self._take_about({} if self._is_change() else {"kind": self._kind().value})
        self.editor.set_about(self._about)

    def _submit(self) -> None:
        wrong = self._day.wrong()
        if wrong is not None and "withdraws" not in self._about:
            self.banner.say(wrong, kind=BannerKind.ERROR)
            self._day.setFocus()
            return
        if not self.editor.text.strip() or not self._save.isEnabled():
            return
        self.banner.clear()
        about = self._about
        day = None if "withdraws" in about else self._day.day()
        self.save_wanted.emit(
            Draft(
                self.editor.text,
                self._kind(),
                day,
                about.get("criterion"),
                about.get("corrects", ""),
                about.get("withdraws", ""),
            )
        )

    # What is kept beside the text

    def _kind(self) -> NoteKind:
        for kind, radio in self._kinds.items():
            if radio.isChecked():
                return kind
        return NoteKind.FACT

    def _is_change(self) -> bool:
        return bool({"corrects", "withdraws"} & set(self._about))

    def _take_about(self, about: dict[str, str]) -> None:
        self._filling = True
        self._about = dict(about)
        kind = about.get("kind", self._usual.value)
        for one, radio in self._kinds.items():
            if one.value == kind:
                radio.setChecked(True)
        self._day.setText(about.get("day", ""))
        self._filling = False
        self._say()

    def _change(self, **about: str) -> None:
        self._about = {key: value for key, value in {**self._about, **about}.items() if value}
        self._share()

    def _change_day(self) -> None:
        if not self._filling:
            self._change(day=self._day.text())

    def _change_kind(self) -> None:
        if not self._filling:
            self._change(kind=self._kind().value)

    def _take_off(self) -> None:
        self._change(criterion="")
        self.editor.setFocus()

    def _share(self) -> None:
        """Has it kept with the text, and says what it is."""
        if self._day.text():
            self._about["day"] = self._day.text()
        self.editor.set_about(self._about)
        self._say()

    # What it says

    def _say(self) -> None:
        withdraws, corrects = self._about.get("withdraws"), self._about.get("corrects")
        title = ""
        if withdraws:
            title = self.tr("Why note {n} is withdrawn. It stays, struck through.")
        elif corrects:
            title = self.tr("Note {n} corrected. The version before can still be read.")
        self._title.setText(title.format(n=withdraws or corrects))
        for widget in (self._title, self._leave):
            widget.setVisible(bool(title))
        self._kind_row.setVisible(not title)
        for about_day in (self._day, self._day_label):
            about_day.setVisible(not withdraws)
        criterion = "" if title else self._about.get("criterion", "")
        said = self.tr("On {criterion}").format(criterion=self._words.criterion(criterion))
        self._on.setText(said if criterion else "")
        for widget in (self._on, self._off):
            widget.setVisible(bool(criterion))
        self._save.setText(
            self.tr("&Withdraw the note")
            if withdraws
            else self.tr("Save the correction")
            if corrects
            else {
                NoteKind.FACT: self.tr("Save the fact note"),
                NoteKind.PRIVATE: self.tr("Save the private note"),
                NoteKind.ADVICE: self.tr("Save the legal advice"),
            }[self._kind()]
        )
        self._save.setAccessibleName(self._save.text().replace("&", ""))
        self._gate()

    def _gate(self) -> None:
        for kind, radio in self._kinds.items():
            why = why_not_write(self._context, _DEEDS[kind])
            if kind is NoteKind.PRIVATE and why is None and self._context.opened.actor.recovering:
                why = self.tr("The recovery code is nobody's own: it has no private notes.")
            enable(radio, ready=why is None, why=why or "")
        why = why_not_write(self._context, Deed.WRITE_NOTE)
        self.editor.set_enabled_because(why)
        self._day.setEnabled(why is None)
        written = bool(self.editor.text.strip())
        hint = self.tr("Nothing is written yet.")
        enable(self._save, ready=why is None and written, why=why or hint)
