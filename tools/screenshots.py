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
from pathlib import Path
from typing import Any

AS_OF = dt.date(2021, 9, 30)


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
        from PySide6.QtCore import QSettings

        from ehp_desktop.ui.app import open_window

        kept = QSettings(str(self._folder / "window.ini"), QSettings.Format.IniFormat)
        self._window = open_window(self._demo.store, self._passphrase, as_of=AS_OF, settings=kept)
        self._window.resize(*self._size)
        self._settle()
        self._caseload()
        self._surgery()
        self._import()
        self._window.close()
        self._settle()

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
