"""What was copied must not crash the program when it ends."""

import subprocess
import sys

COPY_AND_QUIT = """
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from ehp_desktop.ui.tables.copying import put_on_clipboard
application = QApplication([])
put_on_clipboard(["Child"], [["Siân"]])
QTimer.singleShot(0, application.quit)
application.exec()
print(QGuiApplication.clipboard().text().strip())
"""


def test_a_copied_block_is_left_as_text_and_the_program_ends_well() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COPY_AND_QUIT],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout.split()) == (0, ["Child", "Siân"]), done.stderr
