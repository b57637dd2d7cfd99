"""The shipped fonts, what they can soundly print, and the one way that text reaches paper.

Open Sans (Apache-2.0, licence beside the files) holds ŵ, ŷ, â and ê, regular and bold. Helvetica,
Times and reportlab's own Vera print them as a block without an exception.
"""

import io
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR: Final = "EhpSans"
BOLD: Final = "EhpSans-Bold"
_FILES: Final = {REGULAR: "OpenSans-Regular.ttf", BOLD: "OpenSans-Bold.ttf"}

_NOT_COPIED: Final = frozenset("\ufb00\ufb01\ufb02\ufb03\ufb04\uffff")
"""Ligatures that readers take apart on copying: what comes out is not what was typed."""


@cache
def char_widths(font: str) -> dict[str, float]:
    """The advance of each character of a shipped font, for a size of one point.

    The first call registers the fonts with reportlab.
    """
    source = resources.files("ehp_desktop.resources") / "fonts" / _FILES[font]
    loaded = TTFont(font, io.BytesIO(source.read_bytes()))
    pdfmetrics.registerFont(loaded)
    widths: dict[int, float] = loaded.face.charWidths
    return {chr(code): width / 1000 for code, width in widths.items()}


def _is_sound(char: str) -> bool:
    """Whether a character in both fonts is drawn where it belongs and copied as it was typed."""
    kind = unicodedata.category(char)
    if char == " ":
        return True
    if kind[0] in "CZ" or char in _NOT_COPIED or ord(char) > 0xFFFF:
        return False  # controls, direction marks and odd spaces cannot be seen or copied
    # A combining mark with an advance of its own would stand beside its letter, not on it.
    return not unicodedata.combining(char) or char_widths(REGULAR)[char] == 0


@cache
def sound_characters() -> frozenset[str]:
    """Every character that prints soundly, in regular and in bold."""
    shared = char_widths(REGULAR).keys() & char_widths(BOLD).keys()
    return frozenset(char for char in shared if _is_sound(char))


def printable(text: str, unsound: set[str]) -> str:
    """The text as paper shows it: a character without a sound glyph becomes [U+1F600].

    Every string goes through here before it is measured or drawn. There is no markup on our
    paper, so `<b>` and `&` are themselves. A no-break space prints as a space; whatever had to be
    replaced is added to `unsound`.
    """
    text = text.replace("\u00a0", " ")
    lost = set(text) - sound_characters()
    if not lost:
        return text
    unsound |= lost
    return "".join(f"[U+{ord(char):04X}]" if char in lost else char for char in text)


def warnings_of(unsound: Iterable[str]) -> tuple[str, ...]:
    """One sentence for each character that could not be printed, in code point order."""
    return tuple(
        f"U+{ord(char):04X} {unicodedata.name(char, 'unnamed character')} has no sound glyph in "
        f"the shipped fonts; it is printed as [U+{ord(char):04X}]."
        for char in sorted(unsound)
    )
