"""`make screenshots`: pictures of the real window, on the sample caseload, into docs/pictures.

    python -m tools.screenshots [--dark] [--scale 2] [--size 1280x800] [--out FOLDER]

Each picture is a widget's own `grab()` of the running program: a store is made and unlocked, the
pages are reached as a person reaches them, and nothing is drawn for the picture.
"""

import argparse
import csv
import datetime as dt
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

AS_OF = dt.date(2021, 9, 30)
LAWYER = "Siân Prosser"
NOTE = "The school says that she is settled, and comes to school rested."
ADVICE = "The notice must name the court; without it the application is refused."
REASON = "The supervising social worker's report of 20 September shows it."


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="screenshots", description=__doc__)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--out", type=Path, default=Path("docs/pictures"))
    return parser.parse_args()


def later_extract(folder: Path) -> Path:
    """The sample's extract a month on: values changed, a child gone, three rows that are wrong."""
    from ehp_desktop.review import sample

    rows = list(csv.DictReader(io.StringIO(sample.extract_csv().decode("utf-8-sig"))))
    for row in rows[10:18]:
        row["last_visit_date"] = "2021-10-20"
    rows[20]["placement_code"], rows[20]["placement_start"] = "P1", "2021-10-11"
    rows[21]["last_review_date"] = "2021-10-14"
    rows[30]["date_of_birth"] = "31/02/2012"
    rows[31]["placement_code"] = "U1"
    rows[32]["iro_view"] = "maybe"
    del rows[40:43]
    path = folder / "extract-october.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def main() -> int:
    asked = arguments()
    os.environ["QT_SCALE_FACTOR"] = str(asked.scale)
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["EHP_CONFIG_DIR"] = tempfile.mkdtemp()
    asked.out.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.gettempdir()) / "bro-derwen"  # it is in the picture of the unlock dialog
    folder.mkdir()
    try:
        Tour(asked, folder).take()
    finally:
        shutil.rmtree(folder)
    return 0


class Tour:
    """The way through the program, a picture at each stop."""

    def __init__(self, asked: argparse.Namespace, folder: Path) -> None:
        from ehp_desktop.review.sample import setting
        from ehp_desktop.ui import theme
        from ehp_desktop.ui.app import clock, make_application

        self._asked, self._folder = asked, folder
        self._size = [int(number) for number in asked.size.split("x")]
        self._demo = setting.make_demo(folder / "demo", clock=clock)
        self._passphrase = self._demo.passphrase_file.read_text(encoding="utf-8").strip()
        self._application = make_application()
        theme.show_scheme(dark=asked.dark)

    def take(self) -> None:
        self._unlock()
        self._first_passphrase()
        from PySide6.QtCore import QSettings

        from ehp_desktop.ui.app import open_window

        kept = QSettings(str(self._folder / "window.ini"), QSettings.Format.IniFormat)
        self._window = open_window(self._demo.store, self._passphrase, as_of=AS_OF, settings=kept)
        self._window.resize(*self._size)
        self._settle()
        self._caseload()
        self._surgery()
        self._child()
        self._life()
        self._dialogs()
        self._import()
        self._window.close()
        self._settle()
        del self._window
        self._locked()

    def _settle(self, milliseconds: int = 700) -> None:
        """Let jobs end and pauses run out, as they do while a person looks."""
        from PySide6.QtCore import QEventLoop, QTimer

        from ehp_desktop.ui.app import wait_until_idle

        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()
        if hasattr(self, "_window"):
            wait_until_idle(self._window.context.jobs)

    def _keep(self, widget: object, name: str) -> None:
        from PySide6.QtWidgets import QWidget

        assert isinstance(widget, QWidget)
        path = self._asked.out / f"{name}.png"
        assert widget.grab().save(str(path)), path
        print(path)

    def _unlock(self) -> None:
        from ehp_desktop.ui.app import Sitting

        sitting = Sitting(self._application, as_of=AS_OF, remember=False)
        sitting.ask(self._demo.store)
        self._settle()
        self._keep(sitting.dialog, "unlock")
        assert sitting.dialog is not None
        sitting.dialog.close()

    def _first_passphrase(self) -> None:
        """A lawyer comes, is asked for a passphrase of their own, advises and overrides."""
        from PySide6.QtWidgets import QApplication

        from ehp_desktop.review import advice, notes, opening, overrides, people
        from ehp_desktop.review.actor import Role
        from ehp_desktop.review.words import Result
        from ehp_desktop.ui.app import Sitting, clock

        store, first, own = self._demo.store, "wyth draenog cyntaf 5", "pedair gwdihw frown 12"
        chair = opening.unlock(store, self._passphrase, clock=clock)
        people.add_person(chair, LAWYER, Role.LAWYER, first)
        child = self._child_id = next(self._kinship(chair))
        notes.add_note(chair, notes.NewNote(NOTE, child))
        chair.close()
        sitting = Sitting(self._application, as_of=AS_OF, remember=False)
        sitting.ask(store, user=LAWYER)
        assert sitting.dialog is not None
        sitting.dialog.submit(first)
        self._settle(4000)
        asked = QApplication.activeModalWidget()
        assert asked is not None
        self._keep(asked, "first-passphrase")
        asked.close()
        sitting.dialog.close()
        self._settle()
        lawyer = opening.unlock(store, first, user=LAWYER, clock=clock)
        lawyer = people.change_passphrase(lawyer, first, own)
        advice.add_advice(lawyer, advice.NewAdvice(ADVICE, child))
        new = overrides.NewOverride(child, "E4", None, Result.MET, REASON)
        overrides.add(lawyer, new, on=AS_OF)
        lawyer.close()

    def _kinship(self, opened: Any) -> Iterator[str]:
        from ehp_desktop.review.caseload import read_caseload

        for line in read_caseload(opened, AS_OF).lines:
            if line.cohort == "kinship" and any(one.earliest_date for one in line.routes.values()):
                yield line.row.child_id

    def _child(self) -> None:
        """One child's criteria with an override, and the notes."""
        self._window.tabs.setCurrentIndex(0)
        panel = self._window.caseload.panel
        assert self._window.caseload.open_child(self._child_id)
        self._settle()
        panel.text.anchorClicked.emit("expand:special_guardianship")
        panel.text.scrollToAnchor("E4")
        self._keep(self._window, "child-override")
        panel.show_notes()
        self._settle()
        self._keep(self._window, "child-notes")
        panel.parts.setCurrentIndex(2)
        self._settle()
        self._keep(self._window, "child-court")
        panel.parts.setCurrentIndex(0)
        self._window.tabs.setCurrentIndex(4)
        self._settle()
        self._keep(self._window, "notes")

    def _life(self) -> None:
        """A surgery that is issued and held, its meeting, and the actions that came of it."""
        from ehp_desktop.review.actions_to_do import NewAction, add_action
        from ehp_desktop.review.issuing import Variants, issue
        from ehp_desktop.review.surgery_life import hold

        opened, page = self._window.context.opened, self._page("surgeriesPage")
        page.view.left.emit()
        issue(opened, 1, Variants(with_advice=True), opened.clock())
        hold(opened, 1)
        self._window.tabs.setCurrentIndex(1)
        page.read()
        self._settle()
        self._keep(self._window, "surgery-held")
        self._dialog(page.panel.life.actions_["papers"], "papers")
        self._dialog(page.panel.life.actions_["attendance"], "attendance")
        page.begin_meeting(1)
        self._settle()
        for code in ("discharge", "child_arrangements"):
            page.meeting.choose(code)
            page.meeting.next_case()
            self._settle()
        page.meeting.choose("escalate")
        self._settle()
        self._keep(self._window, "meeting")
        page.meeting.form.leave()
        page.meeting.begin_action()
        self._settle(200)
        self._keep(self._window, "meeting-action")
        page.meeting.leave()
        for what, day in (("Ask the school", dt.date(2021, 9, 20)), ("Draft the C110A", None)):
            add_action(opened, NewAction(what, "Mair Dafydd", day, 1))
        self._window.tabs.setCurrentIndex(2)
        self._settle()
        self._keep(self._window, "actions")

    def _dialogs(self) -> None:
        """The chair's dialogs."""
        from ehp_desktop.ui.shortcuts import Command

        for command in (Command.PEOPLE, Command.PARAMETERS, Command.AUDIT, Command.BACKUPS,
                        Command.HOLDS):  # fmt: skip
            self._dialog(self._window.actions_[command], command.name.lower())

    def _dialog(self, action: Any, name: str) -> None:
        """What an action brings up, looked at and left."""
        from PySide6.QtWidgets import QApplication, QDialog

        action.trigger()
        self._settle(1500)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog), name
        self._keep(dialog, name)
        QDialog.done(dialog, 0)
        self._settle(200)

    def _locked(self) -> None:
        """The cover, with the passphrase in its middle."""
        from PySide6.QtWidgets import QApplication

        from ehp_desktop.ui.app import OpenRequest, Sitting, open_and_read
        from ehp_desktop.ui.locking import LockedWindow

        sitting = Sitting(self._application, as_of=AS_OF, remember=False)
        request = OpenRequest(self._demo.store, self._passphrase, None, write=True)
        sitting.show_store(open_and_read(request, AS_OF)).resize(*self._size)
        self._settle(2500)
        sitting.lock()
        self._settle(4000)
        for cover in QApplication.topLevelWidgets():
            if isinstance(cover, LockedWindow) and cover.isVisible():
                self._keep(cover, "locked")
                cover.close()

    def _caseload(self) -> None:
        page = self._window.caseload
        assert page.model.total
        child = next(
            line.row.child_id
            for line in page.model.shown_rows()
            if line.cohort == "kinship"
            and any(found.earliest_date for found in line.routes.values())
        )
        assert page.open_child(child)
        self._settle(1500)
        self._keep(self._window, "caseload")

    def _surgery(self) -> None:
        self._window.tabs.setCurrentIndex(1)
        self._settle(1500)
        self._keep(self._window, "surgery")
        page = self._page("surgeriesPage")
        page.panel.bar.look_wanted.emit(page.panel.bar.wish)
        self._settle(2500)
        self._keep(self._window, "agenda")

    def _import(self) -> None:
        self._window.tabs.setCurrentIndex(3)
        self._settle()
        self._keep(self._window, "import")
        page = self._page("importPage")
        page.take_files((later_extract(self._folder),))
        page.start.files.set_as_of(dt.date(2021, 10, 31))
        page.check_files()
        self._settle(2500)
        self._keep(self._window, "import-plan")

    def _page(self, name: str) -> Any:
        from PySide6.QtWidgets import QWidget

        page = self._window.findChild(QWidget, name)
        assert page is not None, name
        return page


if __name__ == "__main__":
    sys.exit(main())
