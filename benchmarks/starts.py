"""Fresh processes: start to the unlock dialog, passphrase to the list, and memory."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.measure import Figure, from_samples
from benchmarks.stores import AS_OF, PASSPHRASE, EmptyStores
from ehp_desktop.review.intake.apply import apply_plan
from ehp_desktop.review.intake.plan import read_plan
from ehp_desktop.review.sample.many import many_extract_csv

CASES = 400

EMPTY_WINDOW = """
import os, sys
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        print("painted", flush=True)
        os._exit(0)
application = QApplication(sys.argv)
window = Window()
window.resize(400, 300)
window.show()
application.exec()
"""

OUR_DIALOG = """
import os, sys
from ehp_desktop.ui.dialogs.unlock_dialog import UnlockDialog
before = UnlockDialog.paintEvent
def painted(self, event):
    before(self, event)
    print("painted", flush=True)
    os._exit(0)
UnlockDialog.paintEvent = painted
from ehp_desktop.main import main
main()
"""

EMPTY_MEMORY = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication(sys.argv)
window = QWidget()
window.resize(1280, 800)
window.show()
application.processEvents()
import reportlab.platypus, sqlalchemy.orm  # after the window, as any program that paints first
print(open("/proc/self/status").read().split("VmRSS:")[1].split()[0], flush=True)
"""

OUR_MEMORY = """
import sys
from datetime import date
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ehp_desktop.ui.app import load_the_rest, make_application, open_window, wait_until_idle
make_application()
load_the_rest()  # as while a person types the passphrase
window = open_window(Path(sys.argv[1]), sys.argv[2], as_of=date.fromisoformat(sys.argv[3]))
window.resize(1280, 800)
wait_until_idle(window.context.jobs)
QApplication.processEvents()
assert window.caseload.model.total >= 400
print(open("/proc/self/status").read().split("VmRSS:")[1].split()[0], flush=True)
import os
os._exit(0)
"""


def _store(folder: Path) -> Path:
    """A closed store of 400 children."""
    stores = EmptyStores(folder / "starts")
    path = folder / "four-hundred.csv"
    path.write_bytes(many_extract_csv(CASES))
    kept = folder / "four-hundred"
    with stores.fresh() as opened:
        apply_plan(opened, read_plan(opened, [path], as_of=AS_OF))
        opened.close()
        shutil.copytree(opened.store.folder, kept)
    return kept


def _first_line(script: str, *arguments: str, store: str = "") -> tuple[float, str]:
    """Milliseconds from the process's start to its first line, and the line."""
    start = time.perf_counter()
    environment = dict(os.environ, EHP_CONFIG_DIR=os.devnull, EHP_STORE=store)
    process = subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    taken = (time.perf_counter() - start) * 1000
    assert process.wait() == 0, line
    return taken, line.strip()


def figures(folder: Path, rounds: int) -> list[Figure]:
    """Start and memory, turn about with their floors."""
    store = _store(folder)
    starts: tuple[list[float], list[float]] = ([], [])
    sizes: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds + 2):
        starts[0].append(_first_line(EMPTY_WINDOW)[0])
        starts[1].append(_first_line(OUR_DIALOG, store=str(store))[0])
    for _ in range(3):
        sizes[0].append(int(_first_line(EMPTY_MEMORY)[1]) / 1024)
        line = _first_line(OUR_MEMORY, str(store), PASSPHRASE, AS_OF.isoformat())[1]
        sizes[1].append(int(line) / 1024)
    return [
        from_samples("start to the painted unlock dialog", *starts, 1.4),
        *_unlocking(store, rounds),
        from_samples("memory, window with 400 cases", *sizes, 1.3, "MB"),
    ]


def _unlocking(store: Path, rounds: int) -> list[Figure]:
    from benchmarks.unlocking import figures as unlocking

    return unlocking(store, rounds)
