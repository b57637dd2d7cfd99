"""The agenda as it will be printed, shown inside the window from bytes in memory.

Nothing is written to disk by looking: the PDF lives in a buffer until the person saves it. QtPdf
is imported when the first agenda is opened, because most sittings never open one.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from ehp_desktop.ui.flow import FlowLayout
from ehp_desktop.ui.forms import name_control

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPdfWidgets import QPdfView

_ZOOM_STEP = 1.25
_LEAST_ZOOM = 0.25
_MOST_ZOOM = 5.0
_READABLE_ZOOM = 1.25


class AgendaView(QWidget):
    """A PDF with its pages, zoom, save and print; `left` when the person goes back."""

    left = Signal()
    save_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("agendaView")
        self.pdf = b""
        self._buffer = QBuffer(self)
        self._document: QPdfDocument | None = None
        self._view: QPdfView | None = None
        self._size_chosen = False
        self._title = QLabel(self)
        self._title.setObjectName("agendaTitle")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._page_words = QLabel(self)
        self._page_words.setObjectName("agendaPage")
        self._warnings = QLabel(self)
        self._warnings.setObjectName("agendaWarnings")
        self._warnings.setTextFormat(Qt.TextFormat.PlainText)
        self._warnings.setWordWrap(True)
        self._warnings.hide()
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(0, 0, 0, 0)
        self._room.addWidget(self._title)
        self._room.addLayout(self._make_bar())
        self._room.addWidget(self._warnings)

    def show_pdf(self, title: str, pdf: bytes, warnings: tuple[str, ...]) -> None:
        """Show a PDF from its first page, with the warnings of its making above it."""
        self.pdf = pdf
        self._title.setText(title)
        self._warnings.setText("\n".join(warnings))
        self._warnings.setVisible(bool(warnings))
        view, document = self._pdf_view()
        document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(self._buffer)
        view.setAccessibleDescription(title)
        self._size_chosen = False
        self._keep_readable()
        self.go_to(0)
        view.setFocus()

    @property
    def pages(self) -> int:
        """How many pages are shown; 0 before the first PDF."""
        return self._document.pageCount() if self._document else 0

    @property
    def page(self) -> int:
        """The page in front, from 0."""
        return self._view.pageNavigator().currentPage() if self._view else 0

    @property
    def zoom(self) -> float:
        """The zoom factor; only of effect while neither width nor page is fitted."""
        return self._view.zoomFactor() if self._view else 1.0

    def go_to(self, page: int) -> None:
        """Bring a page to the top; beyond the ends, the first or the last."""
        if self._view and self.pages:
            wanted = min(max(page, 0), self.pages - 1)
            self._view.pageNavigator().jump(wanted, QPointF(), 0)
            self._say_page()

    @Slot()
    def page_back(self) -> None:
        """The page before."""
        self.go_to(self.page - 1)

    @Slot()
    def page_on(self) -> None:
        """The next page."""
        self.go_to(self.page + 1)

    @Slot()
    def zoom_in(self) -> None:
        """Larger, from the size now on screen."""
        self._zoom_by(_ZOOM_STEP)

    @Slot()
    def zoom_out(self) -> None:
        """Smaller, from the size now on screen."""
        self._zoom_by(1 / _ZOOM_STEP)

    @Slot()
    def fit_width(self) -> None:
        """As wide as the window."""
        self._size_chosen = True
        if self._view:
            self._view.setZoomMode(self._view.ZoomMode.FitToWidth)

    @Slot()
    def fit_page(self) -> None:
        """A whole page at a time."""
        self._size_chosen = True
        if self._view:
            self._view.setZoomMode(self._view.ZoomMode.FitInView)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Until the person chooses a size, the pages keep to one that is good to read."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self._keep_readable)  # when the view within has its size too

    @Slot()
    def _keep_readable(self) -> None:
        """The page's width, but on a wide window not larger than is comfortable to read."""
        if self._view is None or self._size_chosen:
            return
        self._view.setZoomMode(self._view.ZoomMode.FitToWidth)
        if self._zoom_on_screen() > _READABLE_ZOOM:
            self._view.setZoomMode(self._view.ZoomMode.Custom)
            self._view.setZoomFactor(_READABLE_ZOOM)

    def _zoom_by(self, factor: float) -> None:
        if self._view is None:
            return
        self._size_chosen = True
        wanted = min(max(self._zoom_on_screen() * factor, _LEAST_ZOOM), _MOST_ZOOM)
        self._view.setZoomMode(self._view.ZoomMode.Custom)
        self._view.setZoomFactor(wanted)

    def _zoom_on_screen(self) -> float:
        """The factor that the fitted sizes come to, so that larger is larger than what is seen."""
        view, document = self._pdf_view()
        if view.zoomMode() is view.ZoomMode.Custom or not self.pages:
            return view.zoomFactor()
        points = document.pagePointSize(self.page)
        room = view.viewport().size()
        dots = view.logicalDpiX() / 72.0
        wide = room.width() / (points.width() * dots)
        if view.zoomMode() is view.ZoomMode.FitToWidth:
            return wide
        return min(wide, room.height() / (points.height() * dots))

    def _pdf_view(self) -> "tuple[QPdfView, QPdfDocument]":
        if self._view is None or self._document is None:
            from PySide6.QtPdf import QPdfDocument
            from PySide6.QtPdfWidgets import QPdfView

            self._document = QPdfDocument(self)
            self._view = QPdfView(self)
            self._view.setObjectName("agendaPages")
            self._view.setAccessibleName(self.tr("Agenda as it will be printed"))
            self._view.setPageMode(QPdfView.PageMode.MultiPage)
            self._view.setDocument(self._document)
            self._view.pageNavigator().currentPageChanged.connect(self._say_page)
            self._room.addWidget(self._view, 1)
        return self._view, self._document

    @Slot()
    def _say_page(self) -> None:
        words = self.tr("Page {page} of {pages}").format(page=self.page + 1, pages=self.pages)
        self._page_words.setText(words if self.pages else "")
        self._back.setEnabled(self.page > 0)
        self._on.setEnabled(self.page + 1 < self.pages)

    def _make_bar(self) -> FlowLayout:
        keys = QKeySequence.StandardKey
        leave = self._action("agendaLeave", self.tr("Back to the surgery"), "Escape")
        leave.triggered.connect(self.left)
        self._back = self._action("agendaPageBack", self.tr("Page before"), "Ctrl+PgUp")
        self._back.triggered.connect(self.page_back)
        self._on = self._action("agendaPageOn", self.tr("Next page"), "Ctrl+PgDown")
        self._on.triggered.connect(self.page_on)
        larger = self._action("agendaZoomIn", self.tr("Larger"), keys.ZoomIn)
        larger.triggered.connect(self.zoom_in)
        smaller = self._action("agendaZoomOut", self.tr("Smaller"), keys.ZoomOut)
        smaller.triggered.connect(self.zoom_out)
        width = self._action("agendaFitWidth", self.tr("Fit width"), "Ctrl+0")
        width.triggered.connect(self.fit_width)
        page = self._action("agendaFitPage", self.tr("Fit page"), "Ctrl+9")
        page.triggered.connect(self.fit_page)
        save = self._action("agendaSave", self.tr("Save as PDF…"), keys.Save)
        save.triggered.connect(self.save_wanted)
        paper = self._action("agendaPrint", self.tr("Print…"), keys.Print)
        paper.triggered.connect(self.print_wanted)
        bar = FlowLayout()
        bar.addWidget(self._button(leave))
        bar.addWidget(self._button(self._back))
        bar.addWidget(self._page_words)
        for action in (self._on, larger, smaller, width, page, save, paper):
            bar.addWidget(self._button(action))
        return bar

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return name_control(button, action.text(), f"{action.objectName()}Button")

    def _action(self, name: str, words: str, keys: str | QKeySequence.StandardKey) -> QAction:
        action = QAction(words, self)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{words} ({shown})")
        self.addAction(action)
        return action
