from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from ehp_desktop.review import opening
from ehp_desktop.review.actor import Role
from ehp_desktop.review.people import add_person
from ehp_desktop.ui import app
from ehp_desktop.ui.app import Sitting
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.people.own_passphrase import FirstPassphraseDialog, OwnPassphraseDialog
from ehp_desktop.ui.people.passphrase_form import PassphraseForm

FIRST, NEW = "wyth draenog cyntaf 5", "naw morlo tawel 88"


def fill(form: PassphraseForm, **texts: str) -> None:
    for name, text in texts.items():
        edit = form.findChild(QLineEdit, name)
        assert edit is not None
        edit.setText(text)
    form.accept()


def test_a_passphrase_is_changed(
    qtbot: QtBot, as_role: Callable[[Role], AppContext], passphrase: str
) -> None:
    context = as_role(Role.CHAIR)
    opened = context.opened
    form = OwnPassphraseDialog(opened, context.jobs)
    qtbot.addWidget(form)
    form.show()
    fill(form, new_passphrase=NEW, new_passphrase_again=NEW)
    assert "passphrase that you have now" in form.banner.text
    fill(form, old_passphrase="not it at all", new_passphrase=NEW, new_passphrase_again=NEW)
    qtbot.waitUntil(lambda: form.banner.text != "", timeout=20_000)
    with qtbot.waitSignal(form.accepted, timeout=20_000):
        fill(form, old_passphrase=passphrase)
    opened.close()
    opening.unlock(opened.store.folder, NEW, user=opened.actor.name, clock=opened.clock).close()


@pytest.fixture
def new_here(peopled: Path, passphrase: str, clock: Callable[..., object]) -> Path:
    """The store with somebody who has not signed in yet."""
    opened = opening.unlock(peopled, passphrase, user="Rhiannon Evans", clock=clock)  # type: ignore[arg-type]
    add_person(opened, "Carys Lloyd", Role.ADMINISTRATOR, FIRST)
    opened.close()
    return peopled


@pytest.fixture
def sitting(
    qapp: QApplication, light: None, qtbot: QtBot, settings: QSettings, new_here: Path
) -> Iterator[Sitting]:
    made = Sitting(qapp, settings=settings)
    made.ask(new_here, user="Carys Lloyd")
    assert made.dialog is not None
    made.dialog.submit(FIRST)
    qtbot.waitUntil(lambda: first_form(made) is not None, timeout=20_000)
    yield made
    if made.dialog is not None:
        made.dialog.reject()
    if made.window is not None:
        jobs = made.window.context.jobs
        qtbot.waitUntil(lambda: not jobs.running, timeout=20_000)
        made.window.close()
    assert app.wait_until_idle(made.jobs)
    made.jobs.close()


def first_form(sitting: Sitting) -> FirstPassphraseDialog | None:
    return sitting.dialog.findChild(FirstPassphraseDialog) if sitting.dialog else None


def test_a_first_passphrase_is_changed_before_anything_is_seen(
    qtbot: QtBot, sitting: Sitting, new_here: Path
) -> None:
    form = first_form(sitting)
    assert form is not None
    assert sitting.window is None
    about = form.findChild(QLabel, "about_form")
    assert about is not None
    assert "Carys Lloyd" in about.text()
    fill(form, new_passphrase=FIRST, new_passphrase_again=FIRST)
    assert "that you were given" in form.banner.text
    fill(form, new_passphrase=NEW, new_passphrase_again=NEW)
    qtbot.waitUntil(lambda: sitting.window is not None, timeout=20_000)
    assert sitting.window is not None
    assert not sitting.window.context.opened.actor.first
    assert sitting.dialog is None


def test_leaving_it_closes_the_store_and_asks_again(
    qtbot: QtBot, sitting: Sitting, new_here: Path, passphrase: str, clock: Callable[..., object]
) -> None:
    form = first_form(sitting)
    assert form is not None
    form.reject()
    assert sitting.window is None
    assert sitting.dialog is not None
    assert sitting.dialog.isVisible()
    opening.unlock(new_here, passphrase, user="Rhiannon Evans", clock=clock).close()  # type: ignore[arg-type]
