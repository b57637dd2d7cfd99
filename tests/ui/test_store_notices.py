from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ehp_desktop.review.actor import Role
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.jobs import Jobs
from ehp_desktop.ui.main_window import MainWindow
from ehp_desktop.ui.store_notices import MissingBanner, show_notices

LOSS = "The last 3 changes are missing."


@pytest.mark.parametrize("role", list(Role))
def test_missing_changes_are_said_and_a_backup_offered(
    qtbot: QtBot,
    opened_as: Callable[..., OpenStore],
    jobs: Jobs,
    light: None,
    role: Role,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(OpenStore, "loss", property(lambda _: LOSS))
    opened = opened_as(role, write=False)
    context = AppContext(opened, jobs, today=opened.clock().date())
    window = MainWindow(context)
    qtbot.addWidget(window)
    show_notices(window)
    window.show()
    qtbot.waitUntil(lambda: not jobs.running, timeout=20_000)
    banner = window.findChild(MissingBanner)
    assert banner is not None
    assert banner.text == LOSS
    restore, where = (
        banner.findChild(QPushButton, "restore_backup"),
        banner.findChild(QPushButton, "show_backups"),
    )
    assert restore is not None
    assert where is not None
    assert restore.isEnabled() == (role is Role.CHAIR)
    done: list[str] = []
    context.restore_backup = context.show_backups = None  # the window has dialogs for both
    where.click()
    message = window.findChild(QLabel, "qt_msgbox_label")
    assert message is not None
    assert str(opened.store.folder) in message.text()
    context.restore_backup = lambda: done.append("restore")
    context.show_backups = lambda: done.append("where")
    restore.click()
    where.click()
    assert done == (["restore", "where"] if role is Role.CHAIR else ["where"])
    assert banner.text == LOSS
