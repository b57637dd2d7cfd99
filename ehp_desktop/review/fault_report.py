"""Where the program itself failed, as a text that holds nothing of a case.

The window and the commands say the same of a fault. It loads little: both install it first.
"""

import sys
from types import TracebackType

from ehp_desktop import __version__


def report_of(kind: type[BaseException], trace: TracebackType | None) -> str:
    """The kind of error and the lines of the program on the way to it; no values, no messages.

    An error's own message may quote a name or a date, so it is left out.
    """
    import traceback

    lines = [f"EHP Desktop {__version__}, Python {sys.version.split()[0]}, {sys.platform}"]
    lines.append(f"{kind.__module__}.{kind.__qualname__}")
    for frame in traceback.extract_tb(trace):
        place = "/".join(frame.filename.replace("\\", "/").split("/")[-3:])
        lines.append(f"  {place}:{frame.lineno} {frame.name}")
    return "\n".join(lines)
