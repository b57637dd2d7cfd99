"""What people type, as it is kept: trimmed, NFC, without control characters."""

import re
import unicodedata
from typing import Final

from ehp_desktop.models.errors import RefusedError

LONGEST_LINE: Final = 500
_NO_TEXT: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but line ends, and halves of a surrogate pair."""
LONGEST_TEXT: Final = 20_000


def tidy_line(name: str, text: str | None) -> str | None:
    """One line of text of at most 500 characters; blank is None.

    Raises:
        RefusedError: it holds control characters or line ends, or is too long.
    """
    tidy = _tidy(name, text, LONGEST_LINE)
    if tidy is not None and "\n" in tidy:
        raise RefusedError(f"The {name} is one line of text; nothing was changed.")
    return tidy


def tidy_text(name: str, text: str | None) -> str | None:
    """Text of at most 20,000 characters, with its lines; blank is None.

    Raises:
        RefusedError: it holds control characters, or is too long.
    """
    return _tidy(name, text, LONGEST_TEXT)


def wanted_text(name: str, text: str | None) -> str:
    """As `tidy_text`, and not blank.

    Raises:
        RefusedError: it is blank, holds control characters, or is too long.
    """
    tidy = tidy_text(name, text)
    if tidy is None:
        raise RefusedError(f"The {name} is blank, so nothing was changed. Type it.")
    return tidy


def _tidy(name: str, text: str | None, longest: int) -> str | None:
    if text is None:
        return None
    lines = text.replace("\u00a0", " ").replace("\r\n", "\n").replace("\r", "\n")
    tidy = unicodedata.normalize("NFC", lines).strip()
    if _NO_TEXT.search(tidy):
        raise RefusedError(
            f"The {name} holds a control character, so nothing was changed; type the text again."
        )
    if len(tidy) > longest:
        raise RefusedError(
            f"The {name} is longer than {longest} characters, so nothing was changed; shorten it."
        )
    return tidy or None
