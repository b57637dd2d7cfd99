"""From the passphrase to the painted list of 400, everything imported already."""

import secrets
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QTableView
from sqlalchemy import select

from benchmarks.lists import Painted, PlainModel
from benchmarks.measure import Figure
from benchmarks.stores import AS_OF, PASSPHRASE, clock
from ehp_desktop.models.child import Child
from ehp_desktop.review import opening
from ehp_desktop.ui.app import Sitting, load_the_rest, make_application


class _Floor:
    """Argon2id, the rows with Core, a plain table; the store itself already open."""

    def __init__(self, store: Path) -> None:
        self._opened = opening.unlock(store, PASSPHRASE, write=False, clock=clock)

    def __call__(self) -> None:
        hash_secret_raw(PASSPHRASE.encode(), secrets.token_bytes(16), 3, 65536, 4, 32, Type.ID)
        with self._opened.store.reading() as session:
            rows = session.execute(select(*Child.__table__.columns)).all()
        texts = [["" if value is None else str(value) for value in row[:16]] for row in rows]
        view = QTableView()
        view.setModel(PlainModel(texts))
        view.resize(1280, 800)
        painted = Painted(view)
        painted.wait(view.show, lambda: True)
        view.close()

    def close(self) -> None:
        self._opened.close()


class _Ours:
    """The unlock dialog's own way, from its button to the list."""

    def __init__(self, store: Path) -> None:
        self._store = store

    def __call__(self) -> None:
        sitting = Sitting(make_application(), as_of=AS_OF, remember=False)
        sitting.ask(self._store)
        assert sitting.dialog is not None
        sitting.dialog.submit(PASSPHRASE)
        loop = QEventLoop()
        while sitting.window is None:
            loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        painted = Painted(sitting.window.caseload.table)
        painted.wait(lambda: None, lambda: True)
        self._sitting = sitting

    def close(self) -> None:
        window = self._sitting.window
        assert window is not None
        window.close()
        QApplication.processEvents()
        self._sitting.deleteLater()


def figures(store: Path, rounds: int) -> list[Figure]:
    """One row; closing the window is not counted."""
    import gc
    import time

    from benchmarks.measure import from_samples

    make_application()
    load_the_rest()
    floor, ours = _Floor(store), _Ours(store)
    floors: list[float] = []
    taken: list[float] = []
    for number in range(rounds + 1):
        for kept, work in ((floors, floor), (taken, ours)):
            gc.collect()
            start = time.perf_counter()
            work()
            if number:  # the first round warms both
                kept.append((time.perf_counter() - start) * 1000)
            if work is ours:
                ours.close()
    floor.close()
    return [from_samples("passphrase to the painted list of 400", floors, taken, 1.5)]
