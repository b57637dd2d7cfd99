"""Light turns dark while the window is open, and what is painted by role turns with it."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDateEdit, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ehp_desktop.models.errors import StoreError
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.surgery import SurgeryDraft, add_cases, new_surgery
from ehp_desktop.ui import theme
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialogs.unlock_dialog import UnlockDialog
from ehp_desktop.ui.main_window import MainWindow
from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.surgery.page import SurgeriesPage
from ehp_desktop.ui.theme import Role


@pytest.fixture(autouse=True)
def _light_again(light: None) -> Iterator[None]:
    yield
    theme.show_scheme(dark=False)


def ground(widget: QWidget) -> QColor:
    return widget.palette().window().color()


def turn_dark(qtbot: QtBot, widget: QWidget, role: Role) -> None:
    """Until the widget's ground is the dark one of its role."""
    before = theme.colour(role)
    assert ground(widget) == before
    theme.show_scheme(dark=True)
    assert theme.colour(role) != before
    qtbot.waitUntil(lambda: ground(widget) == theme.colour(role))


@pytest.mark.parametrize("kind", list(BannerKind))
def test_a_banner_turns_with_its_page(qtbot: QtBot, kind: BannerKind) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    banner = Banner(page)
    QVBoxLayout(page).addWidget(banner)
    page.show()
    banner.say("Stored.", kind=kind)
    turn_dark(qtbot, banner, kind.value[0])
    words = banner.findChild(QLabel, "banner_text")
    assert words is not None
    assert words.palette().windowText().color() == theme.colour(kind.value[1])


def test_the_as_at_date_and_the_notice_turn(qtbot: QtBot, context: AppContext) -> None:
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    context.set_as_of(context.today - dt.timedelta(days=30))
    day = window.findChild(QDateEdit, "as_at")
    assert day is not None
    turn_dark(qtbot, day, Role.NOTICE_GROUND)


def test_the_error_of_the_unlock_dialog_turns(qtbot: QtBot) -> None:
    dialog = UnlockDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.show_error(StoreError("It was not opened."))
    error = dialog.findChild(QLabel, "unlock_error")
    assert error is not None
    turn_dark(qtbot, error, Role.ERROR_GROUND)


def test_a_surgerys_state_and_its_meeting_turn(
    qtbot: QtBot,
    context: AppContext,
    opened_wales: OpenStore,
    few_children: tuple[ChildRow, ...],
    idle: Callable[[], None],
) -> None:
    add_cases(opened_wales, new_surgery(opened_wales, SurgeryDraft(context.today)), ("1002",))
    page = SurgeriesPage(context)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    idle()
    page.begin_meeting(1)
    idle()
    assert page.meeting is not None
    text, quiet = page.meeting.text, theme.colour(Role.QUIET).name()
    assert quiet in text.toHtml()
    state = page.panel.life.state
    theme.show_scheme(dark=True)
    qtbot.waitUntil(lambda: theme.colour(Role.QUIET).name() in text.toHtml())
    assert quiet not in text.toHtml()
    qtbot.waitUntil(lambda: state.palette().windowText().color() == theme.colour(Role.UNKNOWN))
