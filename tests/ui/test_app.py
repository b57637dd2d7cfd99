import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.review import last_store, opening
from ehp_desktop.ui import app
from ehp_desktop.ui.app import Sitting
from ehp_desktop.ui.dialogs.new_store_dialog import NewStoreDialog

DAY = dt.date(2021, 9, 30)
MakeStore = Callable[..., Path]


@pytest.fixture
def sitting(
    qapp: QApplication, light: None, qtbot: QtBot, settings: QSettings
) -> Iterator[Sitting]:
    made = Sitting(qapp, as_of=DAY, settings=settings)
    yield made
    if made.dialog is not None:
        made.dialog.close()
    if made.window is not None:
        qtbot.waitUntil(lambda: made.window is None or not made.window.context.jobs.running)
        made.window.close()
    assert app.wait_until_idle(made.jobs)
    made.jobs.close()


def open_window(qtbot: QtBot, sitting: Sitting, passphrase: str) -> None:
    assert sitting.dialog is not None
    qtbot.keyClicks(sitting.dialog.findChild(QLineEdit, "passphrase"), passphrase)
    qtbot.keyClick(sitting.dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sitting.window is not None, timeout=20_000)


def error_of(sitting: Sitting) -> str:
    label = sitting.dialog.findChild(QLabel, "unlock_error") if sitting.dialog else None
    return "" if label is None or label.isHidden() else label.text()


def test_from_the_passphrase_to_the_window(
    qtbot: QtBot, sitting: Sitting, make_store: MakeStore, passphrase: str
) -> None:
    folder = make_store()
    sitting.ask(folder)
    open_window(qtbot, sitting, passphrase)
    assert sitting.dialog is None
    assert sitting.window is not None
    assert sitting.window.isVisible()
    assert "Import" in sitting.window.caseload.states.words
    assert last_store.last_store() == folder


def test_a_wrong_passphrase_is_said_and_the_right_one_then_opens(
    qtbot: QtBot, sitting: Sitting, make_store: MakeStore, passphrase: str
) -> None:
    sitting.ask(make_store())
    assert sitting.dialog is not None
    sitting.dialog.submit("not this one at all")
    qtbot.waitUntil(lambda: error_of(sitting) != "", timeout=20_000)
    assert "passphrase" in error_of(sitting)
    sitting.dialog.forget_passphrase()
    open_window(qtbot, sitting, passphrase)


@pytest.mark.parametrize("damaged", ["keys.json", "caseload.db"])
def test_a_damaged_file_is_said_to_be(
    qtbot: QtBot, sitting: Sitting, make_store: MakeStore, passphrase: str, damaged: str
) -> None:
    folder = make_store()
    path = folder / damaged
    content = bytearray(path.read_bytes())
    content[min(len(content) // 2, 2_000)] ^= 1  # of the database, in the page read first
    path.write_bytes(bytes(content))
    sitting.ask(folder)
    assert sitting.dialog is not None
    sitting.dialog.submit(passphrase)
    qtbot.waitUntil(lambda: error_of(sitting) != "", timeout=20_000)
    assert "damaged" in error_of(sitting)
    assert sitting.window is None


def test_a_held_store_opens_for_reading(
    qtbot: QtBot,
    sitting: Sitting,
    make_store: MakeStore,
    passphrase: str,
    clock: Callable[[], dt.datetime],
) -> None:
    folder = make_store()
    holder = opening.unlock(folder, passphrase, clock=clock)
    sitting.ask(folder)
    assert sitting.dialog is not None
    sitting.dialog.submit(passphrase)
    qtbot.waitUntil(lambda: error_of(sitting) != "", timeout=20_000)
    assert "Rhiannon Evans" in error_of(sitting)
    reading = sitting.dialog.findChild(QPushButton, "open_for_reading")
    assert reading is not None
    reading.click()
    qtbot.waitUntil(lambda: sitting.window is not None, timeout=20_000)
    assert sitting.window is not None
    assert not sitting.window.context.writable
    person = sitting.window.findChild(QLabel, "person")
    assert person is not None
    assert "reading only" in person.text()
    holder.close()


def test_a_folder_without_a_store_is_said_at_once(
    qtbot: QtBot, sitting: Sitting, tmp_path: Path
) -> None:
    sitting.ask(tmp_path / "nothing here")
    qtbot.waitUntil(lambda: error_of(sitting) != "")


def test_closing_while_it_opens_lets_go_of_the_store(
    qtbot: QtBot,
    sitting: Sitting,
    make_store: MakeStore,
    passphrase: str,
    clock: Callable[[], dt.datetime],
) -> None:
    folder = make_store()
    sitting.ask(folder)
    assert sitting.dialog is not None
    sitting.dialog.submit(passphrase)
    sitting.dialog.close()
    assert app.wait_until_idle(sitting.jobs)
    assert sitting.window is None
    opening.unlock(folder, passphrase, clock=clock).close()


def test_closing_the_window_lets_go_of_the_store(
    qtbot: QtBot,
    sitting: Sitting,
    make_store: MakeStore,
    passphrase: str,
    clock: Callable[[], dt.datetime],
) -> None:
    folder = make_store()
    sitting.ask(folder)
    open_window(qtbot, sitting, passphrase)
    assert sitting.window is not None
    store = sitting.window.context.opened.store
    sitting.window.close()  # which waits for the sign-in to be noted
    qtbot.waitUntil(lambda: store.closed, timeout=20_000)
    opening.unlock(folder, passphrase, clock=clock).close()


def test_another_store_takes_the_place_of_the_first(
    qtbot: QtBot, sitting: Sitting, make_store: MakeStore, passphrase: str
) -> None:
    sitting.ask(make_store(CodeSet.WALES, "first"))
    open_window(qtbot, sitting, passphrase)
    first = sitting.window
    assert first is not None
    sitting.ask(make_store(CodeSet.ENGLAND, "second"))
    assert sitting.dialog is not None
    sitting.dialog.submit(passphrase)
    qtbot.waitUntil(lambda: sitting.window is not first, timeout=20_000)
    qtbot.waitUntil(lambda: not first.isVisible(), timeout=20_000)
    assert sitting.window is not None
    assert sitting.window.context.opened.code_set is CodeSet.ENGLAND


def test_a_passphrase_file_stands_in_for_typing(
    qtbot: QtBot, sitting: Sitting, make_store: MakeStore, passphrase: str, tmp_path: Path
) -> None:
    file = tmp_path / "passphrase.txt"
    file.write_text(f"{passphrase}\nsecond line\n", encoding="utf-8")
    sitting.ask(make_store(), passphrase_file=file)
    qtbot.waitUntil(lambda: sitting.window is not None, timeout=20_000)


def test_a_passphrase_file_that_is_gone_is_said_to_be(
    sitting: Sitting, make_store: MakeStore, tmp_path: Path
) -> None:
    sitting.ask(make_store(), passphrase_file=tmp_path / "gone")
    assert "passphrase file" in error_of(sitting)


def test_a_new_store_is_made_its_code_shown_and_it_opens(
    qtbot: QtBot,
    sitting: Sitting,
    tmp_path: Path,
    passphrase: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from ehp_desktop.models import sealing

    monkeypatch.setattr(sealing, "MEMORY_KIB", 64)
    monkeypatch.setattr(sealing, "PASSES", 1)
    sitting.ask(None)
    assert sitting.dialog is not None
    sitting.ask_new_store()
    form = sitting.dialog.findChild(NewStoreDialog)
    assert form is not None
    form.set_folder(tmp_path / "new")
    for name, typed in (
        ("authority", "Cyngor Abertawe"),
        ("person_name", "Rhiannon"),
        ("new_passphrase", passphrase),
        ("new_passphrase_again", passphrase),
    ):
        edit = form.findChild(QLineEdit, name)
        assert edit is not None
        edit.setText(typed)
    make = form.findChild(QPushButton, "make_store")
    assert make is not None
    make.click()
    qtbot.waitUntil(lambda: form.made, timeout=20_000)
    kept, go_on = (
        form.findChild(QCheckBox, "code_kept"),
        form.findChild(QPushButton, "open_new_store"),
    )
    assert kept is not None
    assert go_on is not None
    kept.click()
    go_on.click()
    qtbot.waitUntil(lambda: sitting.window is not None, timeout=20_000)
    assert sitting.window is not None
    assert sitting.window.context.opened.authority == "Cyngor Abertawe"


def test_open_window_is_loaded_when_it_returns(
    qtbot: QtBot, light: None, make_store: MakeStore, passphrase: str, settings: QSettings
) -> None:
    shown = app.open_window(make_store(), passphrase, as_of=DAY, settings=settings)
    assert shown.isVisible()
    assert "Import" in shown.caseload.states.words
    assert app.wait_until_idle(shown.context.jobs)
    shown.close()


HEAVY = (
    "sqlalchemy alembic sqlcipher3 reportlab click zxcvbn holidays dateutil python_calamine "
    "cryptography argon2 PySide6.QtSvg PySide6.QtPdf PySide6.QtPdfWidgets"
).split()
START = f"""
import json, sys
from pathlib import Path
from ehp_desktop.ui import app
application = app.make_application()
sitting = app.Sitting(application)
sitting.ask(Path(sys.argv[1]))
def painted():
    print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))
    application.quit()
sitting.dialog.painted.disconnect()
sitting.dialog.painted.connect(painted)
application.exec()
"""


def test_the_unlock_dialog_is_painted_before_anything_heavy_is_imported(
    make_store: MakeStore,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", START, str(make_store())],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert json.loads(done.stdout) == []
