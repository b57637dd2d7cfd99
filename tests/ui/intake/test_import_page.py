"""The import page over a real store: files chosen, the plan shown, applied, left, cancelled."""

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.caseload import read_caseload
from ehp_desktop.review.intake import plan as plan_module
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.record import record_values
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.intake import layouts, page as page_module
from ehp_desktop.ui.intake.decisions import Left
from ehp_desktop.ui.intake.page import ImportPage
from ehp_desktop.ui.intake.plan_tables import PlanList
from ehp_desktop.ui.jobs import JobProgress

Idle = Callable[[], None]
Write = Callable[..., Path]

IOAN = {"child_id": "1001", "date_of_birth": "14/05/2012", "team": "Gorllewin"}
SIAN = {"child_id": "1002", "date_of_birth": "14/05/2012", "team": "Dwyrain"}
MAIR = {"child_id": "1003", "date_of_birth": "01/02/2015", "team": "Dwyrain"}


def press(qtbot: QtBot, inside: QWidget, name: str) -> None:
    button = next(one for one in inside.findChildren(QPushButton, name) if one.isVisible())
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def tile(page: ImportPage, key: str) -> str:
    button = page.findChild(QToolButton, f"tile_{key}")
    assert isinstance(button, QToolButton)
    return button.text().replace("\n", " ")


def rows(page: ImportPage, which: PlanList) -> list[object]:
    return page.plan.tables.tabs[which].table.rows.shown_rows()


def check(page: ImportPage, idle: Idle, *paths: Path) -> None:
    page.take_files(paths)
    page.check_files()
    idle()


def stored(opened: OpenStore) -> dict[str, ChildRow]:
    caseload = read_caseload(opened, dt.date(2021, 9, 30))
    return {line.row.child_id: line.row for line in caseload.lines}


# Choosing


def test_files_are_chosen_by_button_and_checked_by_enter(
    qtbot: QtBot,
    two_children: tuple[str, ...],
    page: ImportPage,
    idle: Idle,
    write_csv: Write,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = write_csv([IOAN, SIAN, MAIR])
    monkeypatch.setattr(page_module, "ask_files", lambda *_: (path,))

    press(qtbot, page, "import_choose")
    check_button = page.findChild(QPushButton, "import_check")
    assert check_button.hasFocus()
    qtbot.keyClick(check_button, Qt.Key.Key_Space)
    idle()

    shown = [tile(page, key) for key in ("new", "changed", "unchanged", "refused", "missing")]
    assert shown == ["1 new", "1 changed", "1 unchanged", "0 refused", "0 not in the file"]
    assert page.plan.shown_lists() == [PlanList.CHANGES, PlanList.NEW]
    assert "as at 30 Sep 2021" in page.plan.findChild(QLabel, "plan_summary").text()


def test_files_are_dropped_and_what_is_no_table_is_named(
    qtbot: QtBot, page: ImportPage, write_csv: Write, tmp_path: Path
) -> None:
    path, picture = write_csv([IOAN]), tmp_path / "photo.png"
    picture.touch()
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path)), QUrl.fromLocalFile(str(picture))])
    drop = QDropEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        carried,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    page.dropEvent(drop)

    assert page.start.files.chosen.paths == (path,)
    assert page.banner.text == "Not CSV or Excel files, so left aside: photo.png"


def test_a_file_is_taken_off_the_list_by_delete(
    qtbot: QtBot, page: ImportPage, write_csv: Write
) -> None:
    page.take_files((write_csv([IOAN]), write_csv([SIAN], "other.csv")))
    files = page.findChild(QWidget, "import_files")

    qtbot.keyClick(files, Qt.Key.Key_Delete)

    assert [path.name for path in page.start.files.chosen.paths] == ["other.csv"]


def test_the_day_of_the_files_is_today_until_files_are_chosen(
    page: ImportPage, context: AppContext, idle: Idle, write_csv: Write
) -> None:
    context.set_as_of(dt.date(2021, 8, 31))  # what the window looks at is not what the files say
    assert page.start.files.chosen.as_of == context.today
    context.set_today(dt.date(2021, 10, 1))
    assert page.start.files.chosen.as_of == dt.date(2021, 10, 1)
    page.take_files((write_csv([IOAN]),))

    context.set_today(dt.date(2021, 10, 2))

    assert page.start.files.chosen.as_of == dt.date(2021, 10, 1)
    idle()


def test_a_plan_of_a_later_day_than_the_windows_says_so(
    page: ImportPage, context: AppContext, idle: Idle, write_csv: Write
) -> None:
    context.set_as_of(dt.date(2021, 8, 31))
    page.take_files((write_csv([IOAN]),))
    page.check_files()
    idle()
    assert "as at 30 Sep 2021, after the date that the window looks at" in page.banner.text


def test_the_page_names_the_code_set_and_every_layout(page: ImportPage) -> None:
    layout = page.findChild(QComboBox, "import_profile")

    names = {layout.itemData(n) for n in range(layout.count())}
    words = [label.text() for label in page.findChildren(QLabel)]

    assert {None, "extract", "ssda903", "annex-a"} <= names
    assert any("the codes of the Welsh census" in text for text in words)


def test_a_file_that_cannot_be_read_is_said_and_stays_chosen(
    page: ImportPage, idle: Idle, tmp_path: Path, opened_wales: OpenStore
) -> None:
    path = tmp_path / "empty.csv"
    path.touch()

    check(page, idle, path)

    assert "empty.csv" in page.banner.text
    assert page.start.isVisible()
    assert page.start.files.chosen.paths == (path,)
    assert stored(opened_wales) == {}


# The plan


def test_nothing_is_stored_by_looking_or_leaving(
    qtbot: QtBot,
    two_children: tuple[str, ...],
    page: ImportPage,
    idle: Idle,
    write_csv: Write,
    opened_wales: OpenStore,
) -> None:
    check(page, idle, write_csv([IOAN, SIAN]))

    press(qtbot, page, "plan_leave")
    idle()

    assert stored(opened_wales)["1001"].team == "Dwyrain"
    assert page.start.isVisible()
    assert page.start.files.chosen.paths != ()


def test_a_refused_row_says_where_and_what_would_be_right(
    qtbot: QtBot, two_children: tuple[str, ...], page: ImportPage, idle: Idle, write_csv: Write
) -> None:
    bad = IOAN | {"date_of_birth": "31/02/2012"}

    check(page, idle, write_csv([bad, SIAN]))

    (line,) = rows(page, PlanList.ERRORS)
    problem = line.problem  # type: ignore[attr-defined]
    where = (problem.file, problem.row, problem.column, problem.field, problem.value)
    assert where == ("extract.csv", 2, "B", "date_of_birth", "31/02/2012")
    assert page.plan.tables.tabs[PlanList.ERRORS].full_words == problem.message
    assert tile(page, "refused") == "1 refused"


def test_a_tile_opens_its_list(
    qtbot: QtBot, two_children: tuple[str, ...], page: ImportPage, idle: Idle, write_csv: Write
) -> None:
    check(page, idle, write_csv([IOAN, MAIR]))
    missing = page.findChild(QToolButton, "tile_missing")

    qtbot.mouseClick(missing, Qt.MouseButton.LeftButton)

    assert page.plan.tables.missing.isVisible()
    assert page.plan.tables.missing.hasFocus()


def test_a_typed_search_narrows_the_lists(
    qtbot: QtBot, two_children: tuple[str, ...], page: ImportPage, idle: Idle, write_csv: Write
) -> None:
    check(page, idle, write_csv([IOAN, SIAN | {"team": "Gogledd"}]))

    qtbot.keyClicks(page.findChild(QWidget, "plan_search"), "gogledd")

    assert [line.child_id for line in rows(page, PlanList.CHANGES)] == ["1002"]  # type: ignore[attr-defined]


def test_an_applied_plan_is_stored_and_told(
    qtbot: QtBot,
    two_children: tuple[str, ...],
    page: ImportPage,
    idle: Idle,
    write_csv: Write,
    opened_wales: OpenStore,
    context: AppContext,
) -> None:
    check(page, idle, write_csv([IOAN, MAIR]))
    assert page.plan.said.startswith(
        "Nothing has been stored yet. Apply will store: 1 new, 1 changed. Refused rows, blanks"
    )

    with qtbot.waitSignal(context.store_changed, timeout=10_000):
        press(qtbot, page, "plan_apply")
    idle()

    assert stored(opened_wales)["1001"].team == "Gorllewin"
    assert page.banner.text == "Imported: 1 new, 1 changed, 0 unchanged."
    assert page.start.files.chosen.paths == ()
    (past,) = page.start.table.rows.shown_rows()
    assert (past.files, past.new, past.changed) == (("extract.csv",), 1, 1)


def test_the_same_file_again_changes_nothing_and_says_so(
    qtbot: QtBot, two_children: tuple[str, ...], page: ImportPage, idle: Idle, write_csv: Write
) -> None:
    path = write_csv([IOAN, SIAN])
    check(page, idle, path)
    page.apply()
    idle()

    check(page, idle, path)

    assert page.plan.said == "The store holds all of this already. There is nothing to store."
    assert not page.findChild(QPushButton, "plan_apply").isEnabled()


def test_values_that_are_only_confirmed_are_said_to_be(
    two_children: tuple[str, ...], page: ImportPage, idle: Idle, write_csv: Write
) -> None:
    page.start.files.set_as_of(dt.date(2021, 9, 29))

    check(page, idle, write_csv([IOAN | {"team": "Dwyrain"}, SIAN]))

    assert page.plan.said == (
        "Every value is as it was. Apply will only note that these files confirm them, "
        "as at 29 Sep 2021."
    )


def test_a_store_that_changed_since_the_plan_is_not_overwritten(
    qtbot: QtBot,
    two_children: tuple[str, ...],
    page: ImportPage,
    idle: Idle,
    write_csv: Write,
    opened_wales: OpenStore,
) -> None:
    check(page, idle, write_csv([IOAN, SIAN]))
    record_values(opened_wales, "1001", {"team": "De"}, on=dt.date(2021, 9, 30))

    press(qtbot, page, "plan_apply")
    idle()

    assert "has changed since" in page.banner.text
    assert page.plan.isVisible()
    assert stored(opened_wales)["1001"].team == "De"


def test_an_import_is_cancelled_and_nothing_is_stored(
    qtbot: QtBot,
    two_children: tuple[str, ...],
    page: ImportPage,
    idle: Idle,
    write_csv: Write,
    opened_wales: OpenStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check(page, idle, write_csv([IOAN, MAIR]))
    monkeypatch.setattr(JobProgress, "cancelled", lambda _: True)

    press(qtbot, page, "plan_apply")
    idle()

    assert "stopped" in page.banner.text
    assert sorted(stored(opened_wales)) == ["1001", "1002"]
    assert page.plan.isVisible()


def test_reading_is_cancelled_and_its_plan_never_shown(
    qtbot: QtBot,
    page: ImportPage,
    idle: Idle,
    write_csv: Write,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page.take_files((write_csv([IOAN]),))
    page.check_files()
    assert page.working.isVisible()

    press(qtbot, page, "working_cancel")
    idle()

    assert page.start.isVisible()


# Decisions


def test_children_who_left_care_are_marked_by_space(
    qtbot: QtBot,
    two_children: tuple[str, ...],
    page: ImportPage,
    idle: Idle,
    write_csv: Write,
    opened_wales: OpenStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    day = dt.date(2021, 9, 20)
    monkeypatch.setattr(page_module, "ask_left", lambda *_: Left(day, "E4"))
    check(page, idle, write_csv([IOAN]))
    page.plan.open_list("missing")

    qtbot.keyClick(page.plan.tables.missing, Qt.Key.Key_Space)
    assert "1 changed, 1 marked as left care. " in page.plan.said
    press(qtbot, page, "plan_apply")
    idle()

    assert sorted(stored(opened_wales)) == ["1001"]
    assert "Marked as left care: 1." in page.banner.text


def test_a_mark_is_taken_off_again(
    qtbot: QtBot, two_children: tuple[str, ...], page: ImportPage, idle: Idle, write_csv: Write
) -> None:
    check(page, idle, write_csv([IOAN]))
    page.plan.mark_left(("1002",), Left(dt.date(2021, 9, 20), "E4"))
    page.plan.open_list("missing")

    press(qtbot, page, "plan_unmark_left")

    assert page.plan.decisions.left == {}
    assert page.plan.tables.missing.rows.index(0, 5).data() == "stays looked after"


def test_a_blank_clears_only_what_is_ticked(
    qtbot: QtBot,
    two_children: tuple[str, ...],
    page: ImportPage,
    idle: Idle,
    write_csv: Write,
    opened_wales: OpenStore,
) -> None:
    blank = {"team": "", "court": ""}
    check(page, idle, write_csv([IOAN | blank, SIAN | blank]))
    assert len(rows(page, PlanList.BLANKS)) == 4
    page.plan.open_list("blanks")

    qtbot.keyClick(page.plan.tables.blanks, Qt.Key.Key_Space)
    idle()
    assert "0 new, 1 changed, 1 blanks cleared. " in page.plan.said
    assert len(rows(page, PlanList.CHANGES)) == 1
    press(qtbot, page, "plan_apply")
    idle()

    cleared = [
        (row.child_id, name)
        for row in stored(opened_wales).values()
        for name in ("team", "court")
        if getattr(row, name) is None
    ]
    assert len(cleared) == 1


def test_all_blanks_are_ticked_and_unticked_at_once(
    qtbot: QtBot, two_children: tuple[str, ...], page: ImportPage, idle: Idle, write_csv: Write
) -> None:
    check(page, idle, write_csv([IOAN | {"team": ""}, SIAN | {"team": ""}]))
    page.plan.open_list("blanks")

    press(qtbot, page, "plan_clear_all")
    idle()
    assert tile(page, "changed") == "2 changed"
    press(qtbot, page, "plan_clear_none")
    idle()

    assert tile(page, "changed") == "0 changed"
    assert page.plan.shown_lists() == [PlanList.BLANKS]


# Encodings and layouts


def test_a_file_without_a_known_encoding_can_be_read_in_another(
    qtbot: QtBot, page: ImportPage, idle: Idle, write_csv: Write
) -> None:
    named = {"child_id": "1001", "forename": "Gŵen", "date_of_birth": "14/05/2012"}
    check(page, idle, write_csv([named], encoding="iso8859-14"))
    chooser = page.findChild(QComboBox, "plan_encoding")
    assert chooser.isVisible()
    assert chooser.currentText() == "Windows-1252"
    assert rows(page, PlanList.NEW)[0].child == "Gðen"  # type: ignore[attr-defined]

    chooser.setCurrentText("ISO-8859-14 (Celtic)")
    chooser.textActivated.emit("ISO-8859-14 (Celtic)")
    idle()

    assert rows(page, PlanList.NEW)[0].child == "Gŵen"  # type: ignore[attr-defined]
    assert chooser.isVisible()
    assert chooser.currentText() == "ISO-8859-14 (Celtic)"


def test_utf_8_is_not_asked_about(page: ImportPage, idle: Idle, write_csv: Write) -> None:
    check(page, idle, write_csv([IOAN]))

    assert not page.findChild(QComboBox, "plan_encoding").isVisible()


def test_a_refused_spelling_is_added_and_the_file_read_again(
    qtbot: QtBot,
    two_children: tuple[str, ...],
    page: ImportPage,
    idle: Idle,
    write_csv: Write,
    opened_wales: OpenStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(layouts, "ask_spelling", lambda *_: "P1")
    spelled = {key: IOAN[key] for key in ("child_id", "date_of_birth")}
    check(page, idle, write_csv([spelled | {"placement_code": "Gyda mam"}]))
    assert tile(page, "refused") == "1 refused"

    press(qtbot, page, "plan_spelling")
    idle()

    assert tile(page, "refused") == "0 refused"
    assert page.plan.isVisible()
    kept = list((opened_wales.store.folder / "profiles").glob("*.toml"))
    assert [path.name for path in kept] == ["extract.toml"]


def test_a_wrong_date_is_no_spelling(
    two_children: tuple[str, ...], page: ImportPage, idle: Idle, write_csv: Write
) -> None:
    check(page, idle, write_csv([IOAN | {"date_of_birth": "31/02/2012"}]))

    assert not page.findChild(QPushButton, "plan_spelling").isEnabled()


# Problems on paper


@pytest.mark.parametrize(("name", "delimiter"), [("p.csv", ","), ("p.tsv", "\t"), ("p", ",")])
def test_problems_are_exported_where_the_person_says(
    qtbot: QtBot,
    page: ImportPage,
    idle: Idle,
    write_csv: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    delimiter: str,
) -> None:
    path = tmp_path / name
    monkeypatch.setattr(page_module, "ask_where_to_save", lambda *_: (path, ""))
    check(page, idle, write_csv([IOAN | {"date_of_birth": "=1+1"}]))

    press(qtbot, page, "plan_export_errors")
    idle()

    text = path.read_text(encoding="utf-8-sig")
    _, row = csv.reader(io.StringIO(text), delimiter=delimiter)
    assert row[:8] == ["error", "extract.csv", "", "1001", "2", "B", "date_of_birth", "'=1+1"]
    assert path.stat().st_mode & 0o077 == 0


def test_problems_can_still_be_exported_when_the_rest_was_applied(
    qtbot: QtBot,
    page: ImportPage,
    idle: Idle,
    write_csv: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "p.csv"
    monkeypatch.setattr(page_module, "ask_where_to_save", lambda *_: (path, ""))
    check(page, idle, write_csv([IOAN, SIAN | {"date_of_birth": "nid dyddiad"}]))
    press(qtbot, page, "plan_apply")
    idle()
    assert page.banner.text.endswith("Refused, and still as they were: 1.")

    press(qtbot, page.banner, "banner_action")

    assert "nid dyddiad" in path.read_text(encoding="utf-8-sig")


def test_a_fault_while_reading_is_not_kept_from_the_page(
    page: ImportPage, idle: Idle, write_csv: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ehp_desktop.models.errors import DamagedStoreError

    def damaged(*_: object, **__: object) -> object:
        raise DamagedStoreError("The store cannot be read; nothing was changed.")

    monkeypatch.setattr(plan_module, "read_plan", damaged)

    check(page, idle, write_csv([IOAN]))

    assert page.banner.text == "The store cannot be read; nothing was changed."
    assert page.start.isVisible()
