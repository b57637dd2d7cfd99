"""The agenda in the window: pages, zoom, and what is on paper."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.review.agenda import read_agenda
from ehp_desktop.review.documents.agenda_pdf import render_agenda
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.surgery import SurgeryDraft, add_cases, new_surgery
from ehp_desktop.ui.jobs import JobProgress
from ehp_desktop.ui.surgery.agenda_view import AgendaView
from ehp_desktop.ui.surgery.printing import print_pdf

NOON = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)


@pytest.fixture
def pdf(opened_wales: OpenStore, five_children: tuple[str, ...]) -> bytes:
    surgery = new_surgery(opened_wales, SurgeryDraft(dt.date(2021, 10, 5)))
    add_cases(opened_wales, surgery, five_children)
    return render_agenda(read_agenda(opened_wales, surgery, printed_at=NOON)).pdf


@pytest.fixture
def view(qtbot: QtBot, light: None, pdf: bytes) -> AgendaView:
    made = AgendaView()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.show_pdf("Agenda of 5 October 2021", pdf, ())
    return made


def page_words(view: AgendaView) -> str:
    label = view.findChild(QLabel, "agendaPage")
    assert isinstance(label, QLabel)
    return label.text()


def test_pages_are_turned_by_keys_and_stop_at_the_ends(qtbot: QtBot, view: AgendaView) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    assert page_words(view) == f"Page 1 of {view.pages}"

    qtbot.keyClick(view, Qt.Key.Key_PageUp, control)
    assert view.page == 0
    qtbot.keyClick(view, Qt.Key.Key_PageDown, control)
    assert view.page == 1
    assert page_words(view) == f"Page 2 of {view.pages}"
    view.go_to(10_000)
    assert view.page == view.pages - 1


def test_larger_is_larger_than_what_is_seen(qtbot: QtBot, view: AgendaView) -> None:
    view.fit_width()
    qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    larger = view.zoom
    qtbot.keyClick(view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)

    assert view.zoom == pytest.approx(larger / 1.25)


def test_zoom_has_its_ends(view: AgendaView) -> None:
    for _ in range(20):
        view.zoom_out()
    assert view.zoom == pytest.approx(0.25)
    for _ in range(30):
        view.zoom_in()
    assert view.zoom == pytest.approx(5.0)


def test_a_size_that_was_chosen_stays_when_the_window_changes(
    qtbot: QtBot, view: AgendaView
) -> None:
    view.zoom_in()
    chosen = view.zoom

    view.resize(QSize(1400, 900))
    qtbot.wait(20)

    assert view.zoom == chosen


def test_warnings_stand_above_the_pages_as_plain_text(view: AgendaView, pdf: bytes) -> None:
    warning = "<b>U+1F600</b> prints as [U+1F600]"
    view.show_pdf("Agenda", pdf, (warning,))

    label = view.findChild(QLabel, "agendaWarnings")
    assert label.isVisible()
    assert label.text() == warning
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_another_agenda_takes_the_place_of_the_first(view: AgendaView, pdf: bytes) -> None:
    view.go_to(3)

    view.show_pdf("Another", pdf, ())

    assert view.page == 0
    assert view.findChild(QLabel, "agendaTitle").text() == "Another"


def test_every_page_is_printed(
    view: AgendaView, pdf: bytes, tmp_path: Path, no_progress: Callable[[], JobProgress]
) -> None:
    paper = tmp_path / "printed.pdf"
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(paper))

    assert print_pdf(pdf, printer, no_progress()) == view.pages
    assert paper.read_bytes().startswith(b"%PDF")


def test_printing_stops_when_it_is_cancelled(
    qapp: object, pdf: bytes, tmp_path: Path, no_progress: Callable[[], JobProgress]
) -> None:
    progress = no_progress()
    progress.cancel()
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))

    with pytest.raises(RefusedError, match="stopped after 0 of"):
        print_pdf(pdf, printer, progress)
