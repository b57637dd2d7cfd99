from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from ehp_desktop.models.errors import DiskError
from ehp_desktop.review.actor import Role
from ehp_desktop.review.people import people
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.people import dialog as dialog_module, work
from ehp_desktop.ui.people.dialog import PeopleDialog
from ehp_desktop.ui.people.person_dialogs import AddPersonDialog, RoleDialog

AsRole = Callable[[Role], AppContext]
NEW = "naw morlo tawel 88"


def open_dialog(qtbot: QtBot, context: AppContext) -> PeopleDialog:
    made = PeopleDialog(context)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: not context.jobs.running, timeout=20_000)
    return made


def button(dialog: PeopleDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert found is not None
    return found


def choose(dialog: PeopleDialog, name: str) -> None:
    names = [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]
    dialog.table.setCurrentCell(next(n for n, one in enumerate(names) if name in one), 0)


def add(dialog: PeopleDialog, name: str, role: Role, again: str = NEW) -> AddPersonDialog:
    button(dialog, "add_person").click()
    form = dialog.findChildren(AddPersonDialog)[-1]
    for field, text in (
        ("new_person_name", name),
        ("new_passphrase", NEW),
        ("new_passphrase_again", again),
    ):
        edit = form.findChild(QLineEdit, field)
        assert edit is not None
        edit.setText(text)
    roles = form.findChild(QComboBox, "new_person_role")
    assert roles is not None
    roles.setCurrentIndex(roles.findData(role.value))
    form.accept()
    return form


def test_it_lists_who_may_open_the_store(qtbot: QtBot, as_role: AsRole) -> None:
    dialog = open_dialog(qtbot, as_role(Role.CHAIR))
    rows = [
        [dialog.table.item(row, column).text() for column in range(2)]
        for row in range(dialog.table.rowCount())
    ]
    assert rows == [
        ["Rhiannon Evans (you)", "chair"],
        ["Siân Prosser", "lawyer"],
        ["Gareth Lloyd", "administrator"],
    ]


def test_a_person_is_added_and_then_stands_in_the_list(qtbot: QtBot, as_role: AsRole) -> None:
    context = as_role(Role.CHAIR)
    dialog = open_dialog(qtbot, context)
    add(dialog, "Carys Lloyd", Role.CHAIR)
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 4, timeout=20_000)
    assert "Carys Lloyd" in dialog.banner.text
    assert people(context.opened)[-1].first


def test_what_is_wrong_with_a_new_person_is_said_in_the_form(qtbot: QtBot, as_role: AsRole) -> None:
    dialog = open_dialog(qtbot, as_role(Role.CHAIR))
    form = add(dialog, "Carys Lloyd", Role.LAWYER, again="another one")
    assert "differ" in form.banner.text
    form.reject()
    form = add(dialog, "Siân Prosser", Role.LAWYER)
    qtbot.waitUntil(lambda: form.banner.text != "", timeout=20_000)
    assert dialog.table.rowCount() == 3
    form.reject()


def test_the_last_chair_is_neither_removed_nor_demoted(qtbot: QtBot, as_role: AsRole) -> None:
    dialog = open_dialog(qtbot, as_role(Role.CHAIR))
    choose(dialog, "Rhiannon")
    for name in ("change_role", "remove_person"):
        assert not button(dialog, name).isEnabled()
        assert "only chair" in button(dialog, name).toolTip()
    why = dialog.findChild(QLabel, "why")
    assert why is not None
    assert "only chair" in why.text()
    choose(dialog, "Gareth")
    assert button(dialog, "remove_person").isEnabled()
    assert button(dialog, "remove_person").toolTip() == ""
    assert why.text() == ""


@pytest.mark.parametrize("role", [Role.LAWYER, Role.ADMINISTRATOR])
def test_others_see_the_list_and_why_they_change_nothing(
    qtbot: QtBot, as_role: AsRole, role: Role
) -> None:
    dialog = open_dialog(qtbot, as_role(role))
    assert dialog.table.rowCount() == 3
    for name in ("add_person", "change_role", "remove_person"):
        assert not button(dialog, name).isEnabled()
        assert "chair" in button(dialog, name).accessibleDescription()


def test_a_role_is_changed(qtbot: QtBot, as_role: AsRole) -> None:
    context = as_role(Role.CHAIR)
    dialog = open_dialog(qtbot, context)
    choose(dialog, "Gareth")
    button(dialog, "change_role").click()
    form = dialog.findChild(RoleDialog)
    assert form is not None
    roles = form.findChild(QComboBox, "new_role")
    assert roles is not None
    roles.setCurrentIndex(roles.findData(Role.CHAIR.value))
    form.accept()
    qtbot.waitUntil(lambda: dialog.table.item(2, 1).text() == "chair", timeout=20_000)
    assert people(context.opened)[2].role is Role.CHAIR


def test_a_person_is_removed_and_the_window_is_to_be_opened_again(
    qtbot: QtBot, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = as_role(Role.CHAIR)
    kept: list[str] = []
    context.before_lock.append(lambda: kept.append("kept"))
    dialog = open_dialog(qtbot, context)
    choose(dialog, "Gareth")
    monkeypatch.setattr(dialog_module, "confirm", lambda *_: False)
    button(dialog, "remove_person").click()
    assert not context.jobs.running
    asked: list[str] = []
    monkeypatch.setattr(
        dialog_module, "confirm", lambda _, title, text, action: bool(asked.append(text) or 1)
    )
    with qtbot.waitSignal(dialog.reopen_wanted, timeout=20_000) as reopen:
        button(dialog, "remove_person").click()
    assert "new key" in asked[0]
    assert "made before" in asked[0]
    assert kept == ["kept"]
    assert reopen.args is not None
    assert "Gareth Lloyd cannot open" in reopen.args[0]
    assert context.opened.store.closed


def test_what_could_not_be_done_is_said_and_what_could_not_be_read(
    qtbot: QtBot, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise DiskError("The disk is full; nothing was changed.")

    context = as_role(Role.CHAIR)
    dialog = open_dialog(qtbot, context)
    monkeypatch.setattr(work, "remove", fail)
    monkeypatch.setattr(dialog_module, "confirm", lambda *_: True)
    choose(dialog, "Gareth")
    button(dialog, "remove_person").click()
    qtbot.waitUntil(lambda: "disk is full" in dialog.banner.text, timeout=20_000)
    qtbot.waitUntil(lambda: not context.jobs.running, timeout=20_000)
    assert button(dialog, "remove_person").isEnabled()
    monkeypatch.setattr(work, "people", fail)
    dialog.read()
    qtbot.waitUntil(lambda: "disk is full" in dialog.states.words, timeout=20_000)
