import datetime as dt
from collections.abc import Callable

from pytestqt.qtbot import QtBot

from ehp_desktop.review.actor import Role
from ehp_desktop.review.people import note_recovery
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.main_window import MainWindow
from ehp_desktop.ui.messages import Banner
from ehp_desktop.ui.people.recoveries import tell_once

AT = dt.datetime(2021, 9, 28, 9, 12, tzinfo=dt.UTC)


def told(qtbot: QtBot, context: AppContext) -> Banner | None:
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    tell_once(window)
    qtbot.waitUntil(lambda: not context.jobs.running, timeout=20_000)
    return window.findChild(Banner, "recovery_used")


def test_a_chair_is_told_once_that_the_code_was_used(
    qtbot: QtBot, as_role: Callable[[Role], AppContext]
) -> None:
    context = as_role(Role.CHAIR)
    assert told(qtbot, context) is None
    note_recovery(context.opened.store, AT)
    banner = told(qtbot, context)
    assert banner is not None
    assert "28 September 2021" in banner.text or "28 Sep" in banner.text
    again = told(qtbot, context)
    assert again is not None  # not yet closed
    again.clear()
    assert told(qtbot, context) is None
    note_recovery(context.opened.store, AT)
    assert told(qtbot, context) is not None
