"""The one entrance: a command goes to commands/, none opens the window.

Here, and in ui/app.py, is asked what today is; everywhere else the day is an argument.
"""

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from ehp_desktop.models.errors import RefusedError

if TYPE_CHECKING:
    from ehp_desktop.commands.program import WindowAsked


def main() -> None:
    """The console's entrance: `ehp-desktop [COMMAND ...]`."""
    sys.excepthook = _failed
    if len(sys.argv) == 1 and _has_screen():  # the plainest start waits for no command's imports
        from ehp_desktop.ui.app import run

        named = os.environ.get("EHP_STORE")
        sys.exit(run(folder=Path(named) if named else None))
    try:
        from ehp_desktop.commands.cli import cli
        from ehp_desktop.commands.program import Program

        cli.main(prog_name="ehp-desktop", obj=Program(_today, _now, _open_window))
    except KeyboardInterrupt:  # before a command had begun, or after it was done
        sys.exit(1)


def window() -> None:
    """The windowed entrance: `ehp-desktop-window`, the same program without a console."""
    main()


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the user's own day, where they sit


def _now() -> datetime:
    return datetime.now(UTC)


def _open_window(asked: "WindowAsked") -> int:
    if not _has_screen():
        raise RefusedError(
            "There is no screen here, so the window was not opened. Name a command to do the job "
            "without one (`ehp-desktop --help` lists them), or set DISPLAY."
        )
    from ehp_desktop.ui.app import run

    return run(
        folder=asked.folder,
        user=asked.user,
        language=asked.language,
        as_of=asked.as_of,
        passphrase_file=asked.passphrase_file,
    )


def _has_screen() -> bool:
    """Whether Qt would find one: without, it ends the whole program instead of saying so."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)


def _failed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    from ehp_desktop.commands.bug_report import report_bug

    report_bug(kind, trace, _now())
