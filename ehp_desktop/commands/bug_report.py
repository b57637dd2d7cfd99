"""When the program itself is wrong: a sentence for the person, places in the program in a file.

Neither holds a value: an error's own message could quote a name or a date, so it is left out.
"""

import datetime as dt
import sys
from pathlib import Path
from types import TracebackType

from ehp_desktop.models.errors import DiskError
from ehp_desktop.review.fault_report import report_of
from ehp_desktop.review.last_store import config_folder
from ehp_desktop.review.private_files import private_folder, save_private


def report_bug(kind: type[BaseException], trace: TracebackType | None, now: dt.datetime) -> None:
    """Say on standard error that the program failed, and where the report of it lies."""
    written = _write(f"{now:%Y-%m-%d %H:%M} UTC\n{report_of(kind, trace)}\n")
    where = f"; where it failed is written in {written}" if written else ""
    if sys.stderr is not None:
        sys.stderr.write(
            f"ehp-desktop: The program failed at something it should be able to do "
            f"({kind.__name__}){where}. What had been stored before is whole. "
            "Please send that file to whoever looks after the program; it says nothing of a case.\n"
        )


def _write(report: str) -> Path | None:
    try:
        private_folder(config_folder())
        path = config_folder() / "last-failure.txt"
        save_private(path, report.encode())
    except DiskError:
        return None
    return path
