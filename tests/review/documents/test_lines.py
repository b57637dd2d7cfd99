from hypothesis import given, strategies as st

from ehp_desktop.review.documents.fonts import BOLD, REGULAR, printable
from ehp_desktop.review.documents.lines import Line, Run, break_lines, text_width


def words(line: Line) -> str:
    return "".join(part.text for part in line.segments)


def broken(text: str, width: float, size: float = 9.0) -> list[str]:
    return [words(line) for line in break_lines((Run(text, REGULAR, "ink"),), size, width)]


def test_short_text_is_one_line() -> None:
    assert broken("Gorchymyn gofal", 200) == ["Gorchymyn gofal"]


def test_no_text_is_one_empty_line() -> None:
    assert break_lines((), 9, 100) == (Line((), 0.0),)


def test_lines_break_at_spaces() -> None:
    width = text_width("one two", REGULAR, 9)
    assert broken("one two three", width) == ["one two", "three"]


def test_spaces_inside_a_line_are_kept() -> None:
    assert broken("one  two", 200) == ["one  two"]


def test_a_long_word_is_broken_and_nothing_is_lost() -> None:
    lines = broken("W" * 500, 100)
    assert "".join(lines) == "W" * 500
    assert all(text_width(line, REGULAR, 9) <= 100.1 for line in lines)


def test_no_line_of_a_long_word_ends_in_a_hyphen() -> None:
    assert not any(line.endswith("-") for line in broken("ab-" * 100, 47)[:-1])


def test_a_mark_stays_with_its_letter() -> None:
    lines = broken("a\u0301" * 100, 47)
    assert not any(line.startswith("\u0301") for line in lines)


def test_runs_keep_their_fonts_and_follow_each_other() -> None:
    (line,) = break_lines((Run("Order: ", BOLD, "ink"), Run("C2", REGULAR, "grey")), 9, 200)
    bold, plain = line.segments
    assert (bold.text, bold.font, plain.text, plain.font) == ("Order: ", BOLD, "C2", REGULAR)
    assert abs(plain.x - text_width("Order: ", BOLD, 9)) < 0.01


@given(st.text(max_size=200), st.floats(5, 300))
def test_every_line_fits_and_every_character_is_there(text: str, width: float) -> None:
    shown = printable(text, set())
    lines = break_lines((Run(shown, REGULAR, "ink"),), 9.0, width)
    room = max(width, 9.0) + 0.1
    assert all(line.width <= room or len(words(line)) == 1 for line in lines)
    assert "".join(map(words, lines)).replace(" ", "") == shown.replace(" ", "")
