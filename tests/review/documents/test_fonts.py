import unicodedata

import pytest
from hypothesis import given, strategies as st

from ehp_desktop.review.documents.fonts import (
    BOLD,
    REGULAR,
    char_widths,
    printable,
    sound_characters,
    warnings_of,
)


@pytest.mark.parametrize("char", "ŵŷâêîôûẃẁẅỳŴŶ’‘“”–—£€łșğő<>&\"'=|")
def test_these_print(char: str) -> None:
    unsound: set[str] = set()
    assert printable(char, unsound) == char
    assert unsound == set()


@pytest.mark.parametrize(
    ("char", "shown"),
    [
        ("😀", "[U+1F600]"),
        ("\u200f", "[U+200F]"),
        ("\u202e", "[U+202E]"),
        ("\u200b", "[U+200B]"),
        ("\u0308", "[U+0308]"),
        ("\u0483", "[U+0483]"),  # has a glyph, which would stand beside its letter
        ("ע", "[U+05E2]"),
        ("中", "[U+4E2D]"),
        ("ﬁ", "[U+FB01]"),  # has a glyph, which is copied as two letters
        ("\x07", "[U+0007]"),
        ("\n", "[U+000A]"),
        ("\u2003", "[U+2003]"),
        ("\ud800", "[U+D800]"),
    ],
)
def test_these_are_named_instead(char: str, shown: str) -> None:
    unsound: set[str] = set()
    assert printable(f"a{char}b", unsound) == f"a{shown}b"
    assert unsound == {char}


def test_a_no_break_space_is_a_space() -> None:
    assert printable("10\u00a0am", set()) == "10 am"


def test_warnings_name_each_character_once_in_order() -> None:
    first, second = warnings_of({"😀", "\u200f"})
    assert first.startswith("U+200F RIGHT-TO-LEFT MARK")
    assert second.startswith("U+1F600 GRINNING FACE")
    assert second.endswith("printed as [U+1F600].")


@given(st.text())
def test_whatever_is_printable_has_a_glyph_in_both_fonts(text: str) -> None:
    shown = printable(text, set())
    assert set(shown) <= char_widths(REGULAR).keys() & char_widths(BOLD).keys()
    assert not any(unicodedata.category(char)[0] == "C" for char in shown)


def test_the_fonts_hold_the_letters_of_wales_and_its_neighbours() -> None:
    assert len(sound_characters()) > 800
